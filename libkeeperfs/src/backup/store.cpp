#include "keeperfs/backup/store.h"

#include "backup/stored_stream.h"
#include "base/cipher.h"

#include "keeperfs/base/json_value.h"
#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/metered_source.h"

#include <tuple>

namespace keeperfs::backup {

using Existing = storage::Disk::Existing;

namespace {

/// Thousands of files in a backup take less.
constexpr std::size_t most_manifest_bytes = 64 * 1024 * 1024;

std::string sha256_of(std::string_view text) {
    Sha256 hash;
    hash.update(as_bytes(text));
    return hash.hex_digest();
}

std::string content_of(io::Source& source) {
    std::string content;
    std::vector<std::uint8_t> piece(1 << 16);
    while (const std::size_t got = source.read(piece)) {
        content += as_text(Bytes(piece).first(got));
        if (content.size() > most_manifest_bytes)
            throw Error(ErrorKind::bad_input, "it is too large for a manifest");
    }
    return content;
}

std::string member_of(const JsonValue& json, std::string_view name) {
    const JsonValue* const found = json.find(name);
    const auto* text = found == nullptr ? nullptr : found->as<std::string>();
    return text == nullptr ? std::string() : *text;
}

int digit_of(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

} // namespace

io::SecretKey parse_secret_key(std::string_view text) {
    io::SecretKey key{};
    const Error wrong = Error(ErrorKind::usage, "the key is not 64 hexadecimal digits")
                            .hint("openssl rand -hex 32 makes one. Keep it where the backups are not.");
    if (text.size() != 2 * key.size())
        throw wrong;
    for (std::size_t i = 0; i < key.size(); ++i) {
        const int high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);
        if (high < 0 || low < 0)
            throw wrong;
        key[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return key;
}

std::vector<ListedBackup> Store::list() {
    std::vector<ListedBackup> all;
    for (const storage::Entry& entry : disk_.list(manifest_prefix)) {
        const std::string_view name = entry.name;
        constexpr std::string_view extension = ".json";
        if (!name.ends_with(extension))
            continue;
        ListedBackup listed;
        listed.id =
            name.substr(manifest_prefix.size(), name.size() - manifest_prefix.size() - extension.size());
        if (!is_backup_id(listed.id))
            continue;
        try {
            listed.manifest = read(listed.id);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::bad_input)
                throw;
            listed.problem = error;
        }
        all.push_back(std::move(listed));
    }
    // The second stands in the id, which is known also where the manifest is damaged.
    std::ranges::sort(all, {}, [](const ListedBackup& backup) {
        constexpr std::size_t time_digits = std::string_view("20261128T140503Z").size();
        return std::tuple(backup.id.substr(0, time_digits), backup.manifest ? backup.manifest->created_ms : 0,
                          backup.id);
    });
    return all;
}

std::string Store::code_of(std::string_view document) const {
    return key_ ? hex_bytes(hmac_sha256(*key_, as_bytes(document))) : std::string();
}

Manifest Store::read(const std::string& id) {
    const std::string name = manifest_name(id);
    try {
        const auto source = disk_.open(name);
        const std::string text = content_of(*source);
        const std::size_t end = text.find('\n');
        const auto seal =
            end == std::string::npos ? std::nullopt : parse_json(std::string_view(text).substr(end + 1));
        const std::string_view document = std::string_view(text).substr(0, end);
        if (!seal || member_of(*seal, "sha256") != sha256_of(document))
            throw Error(ErrorKind::bad_input, "the manifest is damaged: its SHA-256 is another")
                .hint("Nothing that it lists can be trusted. Use another backup.");
        Manifest manifest = decode_manifest(document);
        if (manifest.id != id)
            throw Error(ErrorKind::bad_input, "the manifest is that of another backup")
                .found(manifest.id, id);
        if (key_ && manifest.is_encrypted &&
            !are_equal(as_bytes(code_of(document)), as_bytes(member_of(*seal, "hmac_sha256"))))
            throw Error(ErrorKind::bad_input, "the manifest was not made with this key")
                .hint("Give the key that the backup was made with; if this is it, somebody changed the "
                      "manifest.");
        return manifest;
    } catch (Error& error) {
        error.file(disk_.place(name));
        throw;
    }
}

void Store::write(const Manifest& manifest) {
    const std::string document = encode_manifest(manifest);
    JsonWriter seal(JsonWriter::Style::compact);
    seal.begin_object().member("sha256", sha256_of(document));
    if (manifest.is_encrypted)
        seal.member("hmac_sha256", code_of(document));
    seal.end_object();
    const auto sink = disk_.create(manifest_name(manifest.id), Existing::keep);
    sink->write(as_bytes(document + "\n" + std::string(seal.view()) + "\n"));
    sink->finish();
}

void Store::remove(const std::string& id) { disk_.remove(manifest_name(id)); }

void Store::require_key_for(const Manifest& manifest) const {
    if (manifest.is_encrypted && !key_)
        throw Error(ErrorKind::usage, "the backup is encrypted")
            .file(disk_.place(manifest_name(manifest.id)))
            .hint("Give the key with --key-file.");
    if (!manifest.is_encrypted && key_)
        throw Error(ErrorKind::refused, "a key is given, and the backup is not encrypted")
            .file(disk_.place(manifest_name(manifest.id)))
            .hint("Whoever can write to the store can have made it. If it is yours, leave out the key.");
}

std::unique_ptr<io::Source> Store::open(const BackupFile& file) {
    std::optional<io::SecretKey> key;
    if (file.object.ends_with(".sealed"))
        key = key_;
    return stored_source(disk_.open(file.object), file, key,
                         [this](const std::string& sha256) { return content_id(sha256); });
}

std::string Store::content_id(const std::string& sha256) const {
    return key_ ? hex_bytes(hmac_sha256(*key_, as_bytes(sha256))) : sha256;
}

std::string Store::object_name(const BackupFile& file) const {
    return std::string(object_prefix) + file.content_id + (file.is_compressed ? ".zst" : "") +
           (key_ ? ".sealed" : "");
}

void Store::put(BackupFile& file, const Opener& content, bool is_compressed) {
    file.is_compressed = is_compressed;
    file.object = object_name(file);
    // What lies there is of a run that died, or is not what an earlier backup knows of.
    const auto object = disk_.create(file.object, Existing::replace);
    StoringSink sink(*object, is_compressed, key_);
    const auto source = content();
    std::vector<std::uint8_t> piece(1 << 18);
    while (const std::size_t got = source->read(piece))
        sink.write(Bytes(piece).first(got));
    sink.finish();
    if (sink.size() != file.size || content_id(sink.sha256()) != file.content_id)
        throw Error(ErrorKind::bad_input, "the file changed while it was copied")
            .hint("A server only appends to its files. Whatever changes them, stop it first.");
    file.stored_size = sink.stored_size();
    file.stored_sha256 = sink.stored_sha256();
    object->finish();
}

void Store::read_back(const BackupFile& file, io::Meter* meter) {
    try {
        io::MeteredSource content(open(file), meter); // compares every hash at its end
        std::vector<std::uint8_t> piece(1 << 18);
        while (content.read(piece) != 0)
            continue;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input)
            throw;
        disk_.remove(file.object);
        throw Error(ErrorKind::bad_output,
                    "what was stored, read back, is not what was written: " + error.finding())
            .file(disk_.place(file.object))
            .hint("No backup was made. Look for errors of that disk, then run it again.");
    }
}

} // namespace keeperfs::backup
