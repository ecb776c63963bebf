#include "options/s3_options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdlib>

using namespace keeperfs;

namespace options {

namespace {
constexpr std::string_view scheme = "s3://";
}

bool is_in_s3(const std::string& word) { return word.starts_with(scheme); }

std::optional<std::string> environment_variable(const std::string& name) {
    const char* const value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

void S3Options::add_to(CLI::App& app) {
    constexpr const char* group = "S3";
    app.add_option("--s3-endpoint", endpoint,
                   "The server of s3:// names, instead of AWS; keys come from AWS_ACCESS_KEY_ID and "
                   "AWS_SECRET_ACCESS_KEY")
        ->type_name("URL")
        ->envname("AWS_ENDPOINT_URL_S3")
        ->group(group);
    app.add_option("--s3-region", region, "Its region")
        ->type_name("NAME")
        ->envname("AWS_REGION")
        ->group(group);
    app.add_option("--s3-credentials-file", credentials_file,
                   "Keys from this file, in the form of ~/.aws/credentials, instead of the environment")
        ->type_name("FILE")
        ->group(group);
}

storage::S3Settings S3Options::settings(const std::string& word) const {
    std::string place = word.substr(std::min(scheme.size(), word.size()));
    if (!is_in_s3(word) || place.empty() || place.front() == '/')
        throw Error(ErrorKind::usage, fmt::format("{} names no bucket", escaped(word)))
            .hint("Give s3://bucket/prefix.");
    if (!place.ends_with('/'))
        place += '/';
    storage::S3Settings settings;
    settings.region = region;
    std::string server = endpoint;
    if (server.empty())
        server = fmt::format("https://s3.{}.amazonaws.com", region.empty() ? "us-east-1" : region);
    if (!server.ends_with('/'))
        server += '/';
    settings.endpoint = server + place;
    settings.credentials = storage::find_s3_credentials(environment_variable, credentials_file);
    return settings;
}

storage::Environment S3Options::environment() const {
    return [file = credentials_file](const std::string& name) {
        if (file.empty() || name == "AWS_PROFILE")
            return environment_variable(name);
        return name == "AWS_SHARED_CREDENTIALS_FILE" ? std::optional(file) : std::nullopt;
    };
}

std::unique_ptr<storage::Disk> S3Options::open(const std::string& word) const {
    return is_in_s3(word) ? storage::s3_plain_disk(settings(word)) : storage::local_disk(word);
}

} // namespace options
