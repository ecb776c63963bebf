// What is done to a stored backup is found, named, and nothing is restored from it.
#include "support/backup_scene.h"

#include "keeperfs/backup/store.h"

#include <algorithm>

using namespace keeperfs;
using namespace keeperfs::test;
using backup::BackupFile;
using backup::Manifest;

namespace {

const std::string source = golden("keeper/02-rich-zstdlog-rotated").string();

const BackupFile& largest(const Manifest& manifest) {
    return *std::ranges::max_element(manifest.files, {}, &BackupFile::stored_size);
}

std::string flipped(std::string bytes, std::size_t at) {
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    return bytes;
}

void check_found(BackupScene& scene, const std::string& name) {
    const auto report = scene.verify();
    CHECK(!report.is_well());
    REQUIRE(report.backups.size() == 1);
    const auto& findings = report.backups.front().findings;
    CHECK(std::ranges::any_of(findings,
                              [&](const Finding& finding) { return finding.file == scene.place(name); }));
    CHECK_THROWS_AS(scene.restore(), Error);
    CHECK(!std::filesystem::exists(scene.target()));
    CHECK(!std::filesystem::exists(scene.dir.file(".restored.part")));
}

struct Way {
    std::optional<io::SecretKey> key;
    bool compresses = false;
};
const Way ways[] = {{std::nullopt, false}, {std::nullopt, true}, {key_of(1), false}, {key_of(1), true}};

} // namespace

TEST_CASE("flipped bits, cut and missing files are found by verify and named, and nothing is restored") {
    for (const Way& way : ways) {
        CAPTURE(way.key.has_value());
        CAPTURE(way.compresses);
        BackupScene scene(way.key);
        const Manifest manifest = scene.back_up(source, way.compresses).manifest;
        CHECK(scene.verify().is_well());
        for (const BackupFile& file : manifest.files) {
            CAPTURE(file.name);
            const std::string path = scene.place(file.object), whole = read_file(path);
            const std::string damages[] = {flipped(whole, 0),
                                           flipped(whole, whole.size() / 2),
                                           flipped(whole, whole.size() - 1),
                                           whole.substr(0, whole.size() / 2),
                                           whole.substr(0, whole.size() - 1),
                                           whole + "x",
                                           ""};
            for (const std::string& damage : damages) {
                write_file(path, damage);
                check_found(scene, file.object);
            }
            std::filesystem::remove(path);
            check_found(scene, file.object);
            write_file(path, whole);
        }
        const std::string name = backup::Store::manifest_name(manifest.id),
                          whole = read_file(scene.place(name));
        for (std::size_t at = 0; at + 1 < whole.size(); at += 101) {
            write_file(scene.place(name), flipped(whole, at));
            check_found(scene, name);
        }
        write_file(scene.place(name), whole);
        CHECK(scene.verify().is_well());
        scene.restore();
    }
}

TEST_CASE("two objects that changed places are found") {
    for (const Way& way : ways) {
        BackupScene scene(way.key);
        const Manifest manifest = scene.back_up(source, way.compresses).manifest;
        REQUIRE(manifest.files.size() > 1);
        const std::string one = scene.place(manifest.files[0].object),
                          other = scene.place(manifest.files[1].object), content = read_file(one);
        write_file(one, read_file(other));
        write_file(other, content);
        check_found(scene, manifest.files[0].object);
    }
}

TEST_CASE("a wrong key, a missing one and one too many are refused") {
    BackupScene scene(key_of(1));
    scene.back_up(source);
    backup::Store wrong(*scene.disk, key_of(2)), none(*scene.disk);
    const backup::RestoreTarget target{scene.target(), "", "", ""};
    CHECK(!backup::verify(scene.files, wrong, {}).is_well());
    for (backup::Store* store : {&wrong, &none})
        CHECK_THROWS_AS(backup::restore(scene.files, *store, {}, target), Error);
    CHECK(!std::filesystem::exists(scene.target()));
    // Whole it is; whether it can be loaded only the key tells.
    const auto report = backup::verify(scene.files, none, {});
    CHECK(report.is_well());
    CHECK(!report.backups.front().was_loaded);

    BackupScene plain;
    plain.back_up(source);
    backup::Store keyed(*plain.disk, key_of(1));
    CHECK_THROWS_AS(backup::restore(plain.files, keyed, {}, {plain.target(), "", "", ""}), Error);
}

TEST_CASE("a manifest of one who has no key is not taken for an encrypted one") {
    BackupScene scene(key_of(1)), forged(key_of(2));
    const Manifest manifest = scene.back_up(source).manifest;
    const Manifest other = forged.back_up(source).manifest;
    const std::string name = backup::Store::manifest_name(other.id);
    for (const BackupFile& file : other.files)
        write_file(scene.place(file.object), read_file(forged.place(file.object)));
    write_file(scene.place(name), read_file(forged.place(name)));
    CHECK_THROWS_AS(scene.store.read(other.id), Error);
    CHECK(scene.store.read(manifest.id).id == manifest.id);
}

TEST_CASE("a file that no backup has is named") {
    BackupScene scene;
    scene.back_up(source);
    write_file(scene.place("data_foreign"), "x");
    const auto report = scene.verify();
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings.front().code == "backup.extra-file");
    CHECK(report.findings.front().file == scene.place("data_foreign"));
}

TEST_CASE("an encrypted store tells nothing of its contents but their sizes") {
    BackupScene scene(key_of(1));
    const Manifest manifest = scene.back_up(source).manifest;
    BackupScene plain;
    const Manifest open = plain.back_up(source).manifest;
    for (std::size_t i = 0; i < manifest.files.size(); ++i)
        CHECK(manifest.files[i].content_id != open.files[i].content_id);
    CHECK(read_file(scene.place(largest(manifest).object)).find("/keeper") == std::string::npos);
}
