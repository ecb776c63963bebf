#include "commands.h"
#include "config_input.h"
#include "config_print.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/secrets.h"

#include <fmt/format.h>

using namespace keeperfs;
using config::Configuration;
using config::Entry;

namespace {

constexpr CommandText text{"get", "One value, as a server would read it, or all below a key",
                           R"(  keeperctl config get keeper_server.tcp_port
  keeperctl config get 'keeper_server.raft_configuration.server[1].hostname' --config keeper_config.xml
  keeperctl config get keeper_server.raft_configuration --format json)"};

struct Options {
    std::string key;
    std::string file = usual_config_file;
    ConfigReading reading;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("KEY", key, "The value's key, with dots: keeper_server.tcp_port")
            ->type_name("")
            ->required();
        app.add_option("--config", file, fmt::format("The main file; default {}", usual_config_file))
            ->type_name("FILE");
        reading.add_to(app);
        console.add_to(app);
    }
};

std::vector<std::string> keys_of(const Configuration& config) {
    std::vector<std::string> keys;
    for (const Entry& entry : config.entries())
        keys.push_back(entry.key);
    return keys;
}

int tell_absent(const Options& options, const Configuration& config) {
    constexpr std::size_t most_to_compare = 10'000;
    const std::vector<std::string> keys = keys_of(config);
    const auto meant = keys.size() <= most_to_compare ? nearest(options.key, keys) : std::nullopt;
    console::print_message(fmt::format(
        "keeperctl: {} is not set in {}{}\n", escaped(options.key), escaped(options.file),
        meant ? fmt::format("; did you mean {}?", escaped(*meant)) : ", so a server takes its default"));
    return not_well;
}

void refuse_secret(const Options& options, const Entry& entry) {
    if (!entry.value.is_encrypted && !config::is_secret(entry.key, entry.value))
        return;
    throw Error(ErrorKind::refused, fmt::format("{} is a secret, which is never shown", escaped(options.key)))
        .hint(fmt::format("It stands in {}.", place_text(entry.value.origin)));
}

std::string to_json(const Options& options, const std::vector<Entry>& entries) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).member("key", options.key).key("values").begin_array();
    for (const Entry& entry : entries)
        add_entry(json, entry);
    json.end_array().end_object();
    return std::string(json.view());
}

std::string to_text(const std::vector<Entry>& entries, bool is_one_value) {
    if (is_one_value)
        return (console::stdout_is_terminal() ? escaped(entries[0].value.text) : entries[0].value.text) +
               "\n";
    std::string out;
    for (const Entry& entry : entries)
        out += entry_text(entry);
    return out;
}

int run(const Options& options) {
    const Configuration config = options.reading.load(options.file);
    if (!config.has(options.key))
        return tell_absent(options, config);
    const std::vector<Entry> entries = config.entries(options.key);
    const bool is_one_value = config.children(options.key).empty();
    if (is_one_value)
        refuse_secret(options, {options.key, *config.value(options.key)});
    if (const auto value = config.value(options.key); !value->is_resolved)
        console::print_message(fmt::format("keeperctl: {} was not found: this is what stands in {}\n",
                                           value->substitution, place_text(value->origin)));
    if (options.console.format == "json")
        console::print_json(to_json(options, entries));
    else if (!options.console.quiet)
        console::print(to_text(entries, is_one_value));
    return 0;
}

/// The keys of the file that the words name.
std::vector<std::string> keys_to_offer(const std::vector<std::string>& words) {
    try {
        return keys_of(ConfigReading{}.load(config_file_among(words, usual_config_file)));
    } catch (const Error&) {
        return {};
    }
}

} // namespace

void add_config_get(CLI::App& group, Chosen& chosen) {
    add_command<Options>(group, chosen, text, run);
    chosen.completers[group.get_subcommand("get")->get_option("KEY")] = keys_to_offer;
}
