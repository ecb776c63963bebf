#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/storage/s3_settings.h"

#include <map>

namespace keeperfs::storage {

namespace {

constexpr std::uint64_t largest_file = 1024 * 1024;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// "name = value" below "[section]"; lines with '#' or ';' in front are comments.
std::map<std::string, std::string> section_of(std::string_view content, std::string_view section) {
    std::map<std::string, std::string> values;
    for (bool is_inside = false; !content.empty();) {
        const std::size_t end = std::min(content.find('\n'), content.size());
        const std::string_view line = trimmed(content.substr(0, end));
        content.remove_prefix(std::min(end + 1, content.size()));
        if (line.starts_with('['))
            is_inside = trimmed(line.substr(1, line.find(']') - 1)) == section;
        else if (const std::size_t equals = line.find('=');
                 is_inside && equals != std::string_view::npos && line[0] != '#' && line[0] != ';')
            values[std::string(trimmed(line.substr(0, equals)))] = trimmed(line.substr(equals + 1));
    }
    return values;
}

std::string content_of(const std::string& path) {
    io::FileSource source(io::FileSystem::system(), path);
    if (source.size() > largest_file)
        throw Error(ErrorKind::bad_input, "this is no file of credentials")
            .file(path)
            .found(size_text(source.size()), "at most " + size_text(largest_file));
    return io::rest_of(source);
}

std::optional<S3Credentials> from_variables(const Environment& environment) {
    const auto access = environment("AWS_ACCESS_KEY_ID"), secret = environment("AWS_SECRET_ACCESS_KEY");
    if (!access || !secret)
        return std::nullopt;
    return S3Credentials{*access, *secret, environment("AWS_SESSION_TOKEN").value_or("")};
}

} // namespace

std::optional<S3Credentials> find_s3_credentials(const Environment& environment, const std::string& file) {
    if (auto found = from_variables(environment); found && file.empty())
        return found;
    const auto named = file.empty() ? environment("AWS_SHARED_CREDENTIALS_FILE") : std::optional(file);
    const std::string path = named.value_or(environment("HOME").value_or("") + "/.aws/credentials");
    if (!named && !io::FileSystem::system().exists(path))
        return std::nullopt;
    const std::string section = environment("AWS_PROFILE").value_or("default");
    const auto values = section_of(content_of(path), section);
    const auto access = values.find("aws_access_key_id"), secret = values.find("aws_secret_access_key");
    if (access == values.end() || secret == values.end()) {
        if (!named)
            return std::nullopt;
        throw Error(ErrorKind::bad_input,
                    fmt::format("no keys stand in the section [{}] of this file", escaped(section)))
            .file(path)
            .hint("It needs the lines aws_access_key_id = ... and aws_secret_access_key = ...; AWS_PROFILE "
                  "names another section.");
    }
    const auto token = values.find("aws_session_token");
    return S3Credentials{access->second, secret->second, token == values.end() ? "" : token->second};
}

} // namespace keeperfs::storage
