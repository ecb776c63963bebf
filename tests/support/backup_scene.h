#pragma once
// A store in a directory that goes with the object, and backups in it.
#include "support/test_dir.h"

#include "keeperfs/backup/create.h"
#include "keeperfs/backup/restore.h"
#include "keeperfs/backup/verify.h"
#include "keeperfs/base/error.h"
#include "keeperfs/inspect/data_places.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace keeperfs::test {

/// 2026-11-28T14:00:00Z.
inline constexpr std::int64_t first_backup_ms = 1'795'874'400'000;

inline io::SecretKey key_of(std::uint8_t byte) {
    io::SecretKey key{};
    key.fill(byte);
    return key;
}

struct BackupScene {
    TestDir dir;
    io::FileSystem& files;
    std::unique_ptr<storage::Disk> disk;
    backup::Store store;
    std::int64_t now_ms = first_backup_ms;

    explicit BackupScene(std::optional<io::SecretKey> key = std::nullopt,
                         io::FileSystem& over = io::FileSystem::system())
        : files(over), disk(make_disk(dir, over)), store(*disk, key) {}

    std::string place(const std::string& name) const { return dir.file("store/" + name); }
    std::string target() const { return dir.file("restored"); }

    /// Of the directory of one server.
    backup::CreateReport back_up(const std::string& directory, bool compresses = false) {
        backup::CreateOptions options;
        const auto found = inspect::find_data_places(io::FileSystem::system(), directory);
        if (!found.log_dir.empty())
            options.places.log_dirs = {found.log_dir};
        if (!found.snapshot_dir.empty())
            options.places.snapshot_dirs = {found.snapshot_dir};
        options.places.state_file = found.state_file;
        options.compresses = compresses;
        options.now_ms = now_ms;
        now_ms += 1000;
        return backup::create(files, store, options);
    }
    backup::VerifyReport verify(bool replays = true) { return backup::verify(files, store, {"", replays}); }
    backup::RestoreReport restore(const backup::RestoreWish& wish = {}) {
        return backup::restore(files, store, wish, {target(), "", "", ""});
    }

private:
    static std::unique_ptr<storage::Disk> make_disk(const TestDir& dir, io::FileSystem& files) {
        std::filesystem::create_directory(dir.path() / "store");
        return storage::local_disk(dir.file("store"), files);
    }
};

} // namespace keeperfs::test
