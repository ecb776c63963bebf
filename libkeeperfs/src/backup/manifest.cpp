#include "keeperfs/backup/manifest.h"

#include "base/cipher.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"

namespace keeperfs::backup {

namespace {

constexpr std::string_view id_form =
    "00000000T000000Z-xxxxxxxx"; ///< 0: a decimal digit, x: a hexadecimal one

void add_file(JsonWriter& json, const BackupFile& file) {
    json.begin_object()
        .member("kind", name_of(file.kind))
        .member("name", file.name)
        .member("size", file.size)
        .member("content_id", file.content_id)
        .member("object", file.object)
        .member("stored_size", file.stored_size)
        .member("stored_sha256", file.stored_sha256)
        .member("compressed", file.is_compressed);
    if (file.kind == FileKind::log || file.kind == FileKind::snapshot)
        json.member("first_index", file.first_index)
            .member("last_index", file.last_index)
            .member("first_term", file.first_term)
            .member("last_term", file.last_term)
            .member("zxid", hex(file.zxid));
    if (file.kind == FileKind::snapshot) {
        json.member("nodes", file.nodes);
        if (file.digest)
            json.member("digest", hex(*file.digest));
    }
    json.end_object();
}

void add_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
    json.key(name).begin_array();
    for (const std::string& text : texts)
        json.text(text);
    json.end_array();
}

void add_server(JsonWriter& json, const BackupServer& server) {
    json.key("server").begin_object().member("address", server.address);
    if (server.id)
        json.member("id", *server.id);
    json.member("version", server.version).member("role", server.role);
    if (server.last_index)
        json.member("last_index", *server.last_index);
    json.end_object();
}

void add_finding(JsonWriter& json, const Finding& finding) {
    json.begin_object();
    keeperfs::add_members(json, finding);
    json.end_object();
}

} // namespace

const char* name_of(FileKind kind) noexcept {
    switch (kind) {
    case FileKind::log:
        return "log";
    case FileKind::snapshot:
        return "snapshot";
    case FileKind::state:
        return "state";
    case FileKind::config:
        break;
    }
    return "config";
}

std::string encode_manifest(const Manifest& manifest) {
    JsonWriter json(JsonWriter::Style::compact);
    json.begin_object()
        .member("format_version", manifest_format_version)
        .member("id", manifest.id)
        .member("created", time_text(manifest.created_ms))
        .member("created_ms", manifest.created_ms)
        .member("program_version", manifest.program_version)
        .member("host", manifest.host);
    add_texts(json, "log_dirs", manifest.log_dirs);
    add_texts(json, "snapshot_dirs", manifest.snapshot_dirs);
    json.member("state_file", manifest.state_file);
    if (manifest.server)
        add_server(json, *manifest.server);
    json.member("was_written_to", manifest.was_written_to)
        .member("snapshot_index", manifest.snapshot_index)
        .member("last_index", manifest.last_index)
        .member("term", manifest.term)
        .member("zxid", hex(manifest.zxid))
        .member("encrypted", manifest.is_encrypted)
        .key("members")
        .begin_array();
    for (const keeper::ClusterServer& server : manifest.members)
        json.begin_object()
            .member("id", server.id)
            .member("endpoint", server.endpoint)
            .member("learner", server.learner)
            .member("priority", server.priority)
            .end_object();
    json.end_array().key("files").begin_array();
    for (const BackupFile& file : manifest.files)
        add_file(json, file);
    json.end_array();
    add_texts(json, "replaced_secrets", manifest.replaced_secrets);
    json.key("findings").begin_array();
    for (const Finding& finding : manifest.findings)
        add_finding(json, finding);
    json.end_array().end_object();
    return std::string(json.view());
}

std::string new_backup_id(std::int64_t now_ms) {
    std::string id;
    for (const char c : time_text(now_ms).substr(0, std::string_view("2026-11-28T14:05:03").size()))
        if (c != '-' && c != ':')
            id += c;
    std::array<std::uint8_t, 4> distinction{};
    fill_with_random(distinction);
    return id + "Z-" + hex_bytes(distinction);
}

bool is_backup_id(std::string_view text) noexcept {
    if (text.size() != id_form.size())
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_digit = text[i] >= '0' && text[i] <= '9';
        const bool fits = id_form[i] == '0'   ? is_digit
                          : id_form[i] == 'x' ? is_digit || (text[i] >= 'a' && text[i] <= 'f')
                                              : text[i] == id_form[i];
        if (!fits)
            return false;
    }
    return true;
}

} // namespace keeperfs::backup
