#include "keeperfs/backup/manifest.h"
#include "keeperfs/base/error.h"
#include "keeperfs/base/json_value.h"
#include "keeperfs/base/text.h"
#include "keeperfs/keeper/file_names.h"

#include <charconv>

namespace keeperfs::backup {

namespace {

constexpr FileKind all_kinds[] = {FileKind::log, FileKind::snapshot, FileKind::state, FileKind::config};
constexpr std::size_t sha256_digits = 64;

[[noreturn]] void refuse(std::string_view name) {
    throw Error(ErrorKind::bad_input, fmt::format("the manifest has no usable value for {}", escaped(name)));
}

template <class T> const T& required(const JsonValue& object, std::string_view name) {
    const JsonValue* const found = object.find(name);
    const T* const value = found == nullptr ? nullptr : found->as<T>();
    if (value == nullptr)
        refuse(name);
    return *value;
}
std::string text_at(const JsonValue& object, std::string_view name) {
    return required<std::string>(object, name);
}
bool flag_at(const JsonValue& object, std::string_view name) { return required<bool>(object, name); }

std::optional<std::uint64_t> unsigned_of(const JsonValue* value) {
    if (value == nullptr)
        return std::nullopt;
    if (const auto* large = value->as<std::uint64_t>())
        return *large;
    const auto* small = value->as<std::int64_t>();
    return small == nullptr || *small < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(*small));
}
std::uint64_t number_at(const JsonValue& object, std::string_view name) {
    const auto number = unsigned_of(object.find(name));
    if (!number)
        refuse(name);
    return *number;
}
std::uint64_t hex_at(const JsonValue& object, std::string_view name) {
    const std::string text = text_at(object, name);
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    if (!text.starts_with("0x") || text.size() == 2)
        refuse(name);
    if (const auto [stop, problem] = std::from_chars(text.data() + 2, end, value, 16);
        problem != std::errc() || stop != end)
        refuse(name);
    return value;
}
std::vector<std::string> texts_at(const JsonValue& object, std::string_view name) {
    std::vector<std::string> texts;
    for (const JsonValue& entry : required<JsonValue::Array>(object, name)) {
        const auto* text = entry.as<std::string>();
        if (text == nullptr)
            refuse(name);
        texts.push_back(*text);
    }
    return texts;
}

bool is_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}
std::string digest_at(const JsonValue& object, std::string_view name) {
    std::string text = text_at(object, name);
    if (text.size() != sha256_digits || !is_hex(text))
        refuse(name);
    return text;
}

FileKind kind_at(const JsonValue& object) {
    const std::string word = text_at(object, "kind");
    for (const FileKind kind : all_kinds)
        if (word == name_of(kind))
            return kind;
    refuse("kind");
}

/// A name from a store is written to a directory of a server.
bool is_name_of(FileKind kind, const std::string& name) {
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos ||
        name.find('\0') != std::string::npos)
        return false;
    switch (kind) {
    case FileKind::log:
        return keeper::parse_changelog_name(name).has_value();
    case FileKind::snapshot:
        return name.starts_with("snapshot_") && keeper::snapshot_index(name).has_value();
    case FileKind::state:
        return name == "state";
    case FileKind::config:
        break;
    }
    return true;
}

BackupFile file_of(const JsonValue& object) {
    BackupFile file;
    file.kind = kind_at(object);
    file.name = text_at(object, "name");
    if (!is_name_of(file.kind, file.name))
        refuse("name");
    file.size = number_at(object, "size");
    file.content_id = digest_at(object, "content_id");
    file.object = text_at(object, "object");
    if (!file.object.starts_with("data_" + file.content_id) || file.object.find('/') != std::string::npos)
        refuse("object");
    file.stored_size = number_at(object, "stored_size");
    file.stored_sha256 = digest_at(object, "stored_sha256");
    file.is_compressed = flag_at(object, "compressed");
    if (file.kind == FileKind::log || file.kind == FileKind::snapshot) {
        file.first_index = number_at(object, "first_index");
        file.last_index = number_at(object, "last_index");
        file.first_term = number_at(object, "first_term");
        file.last_term = number_at(object, "last_term");
        file.zxid = static_cast<std::int64_t>(hex_at(object, "zxid"));
        if (file.last_index < file.first_index)
            refuse("last_index");
    }
    if (file.kind == FileKind::snapshot) {
        file.nodes = number_at(object, "nodes");
        if (object.find("digest") != nullptr)
            file.digest = hex_at(object, "digest");
    }
    return file;
}

std::int32_t small_at(const JsonValue& object, std::string_view name) {
    const std::int64_t number = required<std::int64_t>(object, name);
    if (number < INT32_MIN || number > INT32_MAX)
        refuse(name);
    return static_cast<std::int32_t>(number);
}

keeper::ClusterServer member_of(const JsonValue& object) {
    keeper::ClusterServer server;
    server.id = small_at(object, "id");
    server.endpoint = text_at(object, "endpoint");
    server.learner = flag_at(object, "learner");
    server.priority = small_at(object, "priority");
    return server;
}

BackupServer server_of(const JsonValue& object) {
    BackupServer server;
    server.address = text_at(object, "address");
    if (object.find("id") != nullptr)
        server.id = required<std::int64_t>(object, "id");
    server.version = text_at(object, "version");
    server.role = text_at(object, "role");
    server.last_index = unsigned_of(object.find("last_index"));
    return server;
}

Finding finding_of(const JsonValue& object) {
    Finding finding;
    const std::string severity = text_at(object, "severity");
    finding.severity = severity == name_of(Severity::error)     ? Severity::error
                       : severity == name_of(Severity::warning) ? Severity::warning
                                                                : Severity::note;
    finding.code = text_at(object, "code");
    finding.message = text_at(object, "message");
    for (const auto& [name, member] : {std::pair("file", &Finding::file), std::pair("hint", &Finding::hint)})
        if (const JsonValue* const text = object.find(name); text != nullptr && text->as<std::string>())
            finding.*member = *text->as<std::string>();
    return finding;
}

void refuse_names_given_twice(const Manifest& manifest) {
    std::vector<std::string> names;
    for (const BackupFile& file : manifest.files)
        names.push_back(std::string(name_of(file.kind)) + "/" + file.name);
    std::ranges::sort(names);
    if (std::ranges::adjacent_find(names) != names.end())
        refuse("files");
}

} // namespace

Manifest decode_manifest(std::string_view document) {
    const auto json = parse_json(document);
    if (!json)
        throw Error(ErrorKind::bad_input, "the manifest is no JSON");
    if (const auto version = unsigned_of(json->find("format_version")); version != manifest_format_version)
        throw Error(ErrorKind::bad_input, "the manifest is of a version that this program does not know")
            .found(version ? std::to_string(*version) : "none", std::to_string(manifest_format_version))
            .hint("Use the release of keeperctl that made the backup, or a later one.");
    Manifest manifest;
    manifest.id = text_at(*json, "id");
    if (!is_backup_id(manifest.id))
        refuse("id");
    manifest.created_ms = static_cast<std::int64_t>(number_at(*json, "created_ms") & INT64_MAX);
    manifest.program_version = text_at(*json, "program_version");
    manifest.host = text_at(*json, "host");
    manifest.log_dirs = texts_at(*json, "log_dirs");
    manifest.snapshot_dirs = texts_at(*json, "snapshot_dirs");
    manifest.state_file = text_at(*json, "state_file");
    if (const JsonValue* const server = json->find("server"))
        manifest.server = server_of(*server);
    manifest.was_written_to = flag_at(*json, "was_written_to");
    manifest.snapshot_index = number_at(*json, "snapshot_index");
    manifest.last_index = number_at(*json, "last_index");
    manifest.term = number_at(*json, "term");
    manifest.zxid = static_cast<std::int64_t>(hex_at(*json, "zxid"));
    manifest.is_encrypted = flag_at(*json, "encrypted");
    for (const JsonValue& member : required<JsonValue::Array>(*json, "members"))
        manifest.members.push_back(member_of(member));
    for (const JsonValue& file : required<JsonValue::Array>(*json, "files"))
        manifest.files.push_back(file_of(file));
    refuse_names_given_twice(manifest);
    manifest.replaced_secrets = texts_at(*json, "replaced_secrets");
    for (const JsonValue& finding : required<JsonValue::Array>(*json, "findings"))
        manifest.findings.push_back(finding_of(finding));
    return manifest;
}

} // namespace keeperfs::backup
