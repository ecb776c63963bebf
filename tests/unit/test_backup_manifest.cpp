#include "keeperfs/backup/manifest.h"
#include "keeperfs/base/error.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using backup::FileKind;
using backup::Manifest;

namespace {

Manifest sample() {
    const std::string id(64, 'a');
    Manifest manifest;
    manifest.id = "20261128T140503Z-1f2e3d4c";
    manifest.created_ms = 1'795'874'703'000;
    manifest.program_version = "0.1.0";
    manifest.host = "keeper1";
    manifest.log_dirs = {"/log"};
    manifest.server = backup::BackupServer{"keeper1:9181", 1, "24.8", "follower", 90};
    manifest.last_index = UINT64_MAX;
    manifest.zxid = -1;
    manifest.members = {{1, 0, "keeper1:9234", "", true, false, 2}};
    backup::BackupFile file;
    file.kind = FileKind::log;
    file.name = "changelog_1_100.bin";
    file.content_id = file.stored_sha256 = id;
    file.object = "data_" + id + ".zst";
    file.is_compressed = true;
    file.first_index = 1;
    file.last_index = 90;
    manifest.files.push_back(file);
    file.kind = FileKind::snapshot;
    file.name = "snapshot_90.bin.zstd";
    file.digest = 7;
    manifest.files.push_back(file);
    manifest.findings.push_back({Severity::warning, "log.x", "f", std::nullopt, "m", "h"});
    return manifest;
}

std::string with(const std::string& what, const std::string& by) {
    std::string text = backup::encode_manifest(sample());
    const std::size_t at = text.find(what);
    REQUIRE_MESSAGE(at != std::string::npos, what);
    return text.replace(at, what.size(), by);
}

} // namespace

TEST_CASE("a manifest comes back as it was written") {
    const std::string text = backup::encode_manifest(sample());
    CHECK(text.find('\n') == std::string::npos);
    const Manifest again = backup::decode_manifest(text);
    CHECK(backup::encode_manifest(again) == text);
    CHECK(again.last_index == UINT64_MAX);
    CHECK(again.files[1].digest == 7);
    CHECK(again.members == sample().members);
    CHECK(!again.is_good());
}

TEST_CASE("a manifest that asks for what it must not have is refused") {
    const std::string changed[] = {
        "",
        "{}",
        with("\"format_version\":1", "\"format_version\":2"),
        with("changelog_1_100.bin", "../changelog_1_100.bin"),
        with("changelog_1_100.bin", "changelog_1_100.bin/x"),
        with("changelog_1_100.bin", "id_rsa"),
        with("changelog_1_100.bin\"", "..\""),
        with("snapshot_90.bin.zstd", "state"),
        with("\"kind\":\"log\"", "\"kind\":\"device\""),
        with("data_", "../../data_"),
        with(".zst\"", "/../x\""),
        with("\"first_index\":1,\"last_index\":90", "\"first_index\":1,\"last_index\":0"),
        with("\"first_index\":1,\"last_index\":90", "\"first_index\":1,\"last_index\":-90"),
        with("20261128T140503Z-1f2e3d4c", "../x"),
        with("\"stored_sha256\":\"aa", "\"stored_sha256\":\"a"),
        with("\"zxid\":\"0x", "\"zxid\":\""),
        with("\"members\":[", "\"members\":[7,"),
    };
    for (const std::string& text : changed) {
        CAPTURE(text);
        CHECK_THROWS_AS(backup::decode_manifest(text), Error);
    }
    Manifest twice = sample();
    twice.files.push_back(twice.files.front());
    CHECK_THROWS_AS(backup::decode_manifest(backup::encode_manifest(twice)), Error);
}

TEST_CASE("an id tells the time, and two of one second differ") {
    const std::string id = backup::new_backup_id(1'795'874'703'999);
    CHECK(id.starts_with("20261128T140503Z-"));
    CHECK(backup::is_backup_id(id));
    CHECK(id != backup::new_backup_id(1'795'874'703'999));
    for (const char* wrong :
         {"", "20261128T140503Z", "20261128T140503Z-1f2e3d4g", "2026112xT140503Z-1f2e3d4c"})
        CHECK(!backup::is_backup_id(wrong));
}
