#include "keeperfs/backup/config_content.h"

#include "keeperfs/config/secrets.h"
#include "keeperfs/io/file_source.h"

#include <algorithm>
#include <set>

namespace keeperfs::backup {

namespace {

struct Secret {
    std::string text, file;
};

std::string stored_name(const std::string& path) {
    std::string name;
    for (const char c : path)
        name += c == '/' ? std::string("%2F") : std::string(1, c);
    return name;
}

std::string trimmed(const std::string& text) {
    constexpr const char* blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    return first == std::string::npos ? std::string()
                                      : text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

bool replace_all(std::string& text, const std::string& what, std::string_view by) {
    bool found = false;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
        found = true;
    }
    return found;
}

/// The values that hold now, and those that they took the place of.
std::vector<Secret> secrets_of(const config::Configuration& configuration, std::vector<std::string>& keys) {
    std::vector<Secret> secrets;
    for (const config::Entry& entry : configuration.entries()) {
        if (!config::is_secret(entry.key, entry.value))
            continue;
        keys.push_back(entry.key);
        // What comes from elsewhere does not stand in the file.
        if (entry.value.substitution.empty() && entry.value.references.empty())
            secrets.push_back({trimmed(entry.value.text), entry.value.origin.file});
        for (const config::PastValue& past : entry.value.overrode)
            secrets.push_back({trimmed(past.text), past.origin.file});
    }
    std::erase_if(secrets, [](const Secret& secret) { return secret.text.empty(); });
    // One that is a part of another comes behind it.
    std::ranges::stable_sort(
        secrets, [](const Secret& one, const Secret& other) { return one.text.size() > other.text.size(); });
    return secrets;
}

bool hide(std::string& content, const std::string& path, const std::vector<Secret>& secrets) {
    std::set<std::string> hidden;
    bool all_were_found = true;
    for (const Secret& secret : secrets) {
        if (replace_all(content, secret.text, secret_marker))
            hidden.insert(secret.text);
        else if (secret.file == path && !hidden.contains(secret.text))
            all_were_found = false;
    }
    return all_were_found;
}

} // namespace

StoredConfiguration stored_configuration(io::FileSystem& files, const config::Configuration& configuration,
                                         bool keeps_secrets) {
    StoredConfiguration stored;
    std::vector<Secret> secrets;
    if (!keeps_secrets)
        secrets = secrets_of(configuration, stored.replaced_secrets);
    for (const config::SourceFile& file : configuration.files()) {
        if (file.role == config::SourceFile::Role::ignored)
            continue;
        io::FileSource source(files, file.path);
        std::string content = io::rest_of(source);
        if (keeps_secrets || hide(content, file.path, secrets))
            stored.files.push_back({stored_name(file.path), std::move(content)});
        else
            stored.left_out.push_back(file.path);
    }
    return stored;
}

} // namespace keeperfs::backup
