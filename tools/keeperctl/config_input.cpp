#include "config_input.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/file_source.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <map>

using namespace keeperfs;

namespace {

using Variables = std::map<std::string, std::string>;

void put(Variables& variables, std::string_view assignment, const std::string& where) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string_view::npos || equals == 0)
        throw Error(ErrorKind::usage, fmt::format("{} is not NAME=VALUE", where));
    variables[std::string(assignment.substr(0, equals))] = assignment.substr(equals + 1);
}

/// As systemd's EnvironmentFile has them.
void put_line(Variables& variables, std::string_view line, const std::string& where) {
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos || line[first] == '#' || line[first] == ';')
        return;
    line = line.substr(first, line.find_last_not_of(" \t\r") + 1 - first);
    const std::size_t equals = line.find('=');
    if (equals != std::string_view::npos) {
        const std::string_view value = line.substr(equals + 1);
        const bool is_quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
                               value.front() == value.back();
        if (is_quoted)
            return put(variables,
                       fmt::format("{}={}", line.substr(0, equals), value.substr(1, value.size() - 2)),
                       where);
    }
    put(variables, line, where);
}

std::string content_of(const std::string& path) {
    constexpr std::size_t most = std::size_t{1} << 20;
    io::FileSystem& files = io::FileSystem::system();
    if (files.exists(path) && !files.is_regular_file(path))
        throw Error(ErrorKind::bad_input, "this is no regular file").file(path);
    io::FileSource source(files, path);
    if (source.size() > most)
        throw Error(ErrorKind::bad_input, "the file is too large for a list of variables").file(path);
    return io::rest_of(source);
}

} // namespace

void ConfigReading::add_to(CLI::App& app) {
    app.add_option("--env", variables,
                   "A variable for from_env, instead of this program's environment; repeatable")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    app.add_option("--env-file", variables_file, "A file of such lines: the environment of the server")
        ->type_name("FILE");
    app.add_flag("--strict", is_strict, "A missing variable or included element is an error");
}

config::Configuration ConfigReading::load(const std::string& main_file) const {
    config::LoadOptions options;
    options.strict_substitutions = is_strict;
    if (variables.empty() && variables_file.empty()) {
        options.environment = [](const std::string& name) -> std::optional<std::string> {
            const char* const value = std::getenv(name.c_str());
            return value == nullptr ? std::nullopt : std::optional<std::string>(value);
        };
        return config::load_configuration(main_file, options);
    }
    Variables known;
    if (!variables_file.empty()) {
        const std::string content = content_of(variables_file);
        std::uint64_t number = 0;
        for (std::string_view left = content; !left.empty();) {
            const std::size_t end = std::min(left.find('\n'), left.size());
            put_line(known, left.substr(0, end),
                     fmt::format("line {} of {}", ++number, escaped(variables_file)));
            left.remove_prefix(std::min(end + 1, left.size()));
        }
    }
    for (const std::string& variable : variables)
        put(known, variable, "--env " + escaped(variable.substr(0, variable.find('='))));
    options.environment = [&](const std::string& name) -> std::optional<std::string> {
        const auto found = known.find(name);
        return found == known.end() ? std::nullopt : std::optional(found->second);
    };
    return config::load_configuration(main_file, options);
}

config::KeeperSettings read_keeper_configuration(const std::string& main_file) {
    const config::Configuration configuration = ConfigReading{}.load(main_file);
    if (!configuration.has("keeper_server"))
        throw Error(ErrorKind::bad_input, "there is no keeper_server in this configuration")
            .file(main_file)
            .hint("Give the main file of a Keeper, such as keeper_config.xml.");
    return config::read_keeper_settings(configuration);
}

std::string config_file_among(const std::vector<std::string>& words, const std::string& otherwise) {
    constexpr std::string_view option = "--config";
    std::string file = otherwise;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (words[i] == option && i + 1 < words.size())
            file = words[i + 1];
        else if (words[i].starts_with("--config="))
            file = words[i].substr(option.size() + 1);
    return file;
}
