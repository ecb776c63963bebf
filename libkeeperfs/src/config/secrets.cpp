#include "keeperfs/config/secrets.h"

#include <array>

namespace keeperfs::config {

namespace {

/// Names that ClickHouse uses for credentials, in Keeper's settings, disks, TLS, zookeeper and
/// encryption_codecs.
constexpr std::array<std::string_view, 21> secrets{
    "access_header", "access_key",  "access_key_id", "account_key", "auth_token", "connection_string",
    "digest",        "header",      "identity",      "key",         "key_hex",    "passphrase",
    "passwd",        "private_key", "pwd",           "sas_token",   "secret",     "secret_access_key",
    "session_token", "superdigest", "token"};
constexpr std::string_view in_any_place[] = {"password", "passphrase", "secret_key", "customer_key"};

bool is_secret_name(std::string_view name) {
    if (std::ranges::find(secrets, name) != secrets.end())
        return true;
    return std::ranges::any_of(
        in_any_place, [&](std::string_view part) { return name.find(part) != std::string_view::npos; });
}

} // namespace

bool is_secret(std::string_view key) {
    while (!key.empty()) {
        const std::size_t dot = key.find('.');
        std::string_view part = key.substr(0, dot);
        key.remove_prefix(dot == std::string_view::npos ? key.size() : dot + 1);
        const std::size_t attribute = part.find("[@");
        if (attribute != std::string_view::npos &&
            is_secret_name(part.substr(attribute + 2, part.find(']', attribute) - attribute - 2)))
            return true;
        if (is_secret_name(part.substr(0, part.find('['))))
            return true;
    }
    return false;
}

bool is_secret(std::string_view key, const Value& value) {
    return is_secret(key) || std::ranges::any_of(value.references, [](const std::string& reference) {
               return is_secret(reference);
           });
}

} // namespace keeperfs::config
