#pragma once
// What a backup is: a list of files, each with what it holds and the object that holds it. The manifest is
// written last, so a backup exists only when whole.
//
// It is two lines of JSON: the document, and {"sha256": ...} of its bytes, with "hmac_sha256" beside it in an
// encrypted backup.
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"
#include "keeperfs/inspect/log_image.h"
#include "keeperfs/keeper/cluster_config.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::backup {

inline constexpr std::int64_t manifest_format_version = 1;

enum class FileKind : std::uint8_t { log, snapshot, state, config };
KEEPERFS_EXPORT const char* name_of(FileKind kind) noexcept;

struct BackupFile {
    FileKind kind{};
    std::string name; ///< under which it is restored
    std::uint64_t size = 0;
    /// Of the content: SHA-256; in an encrypted backup HMAC-SHA-256 of that, which tells nothing to others.
    std::string content_id;
    std::string object; ///< its name in the store
    std::uint64_t stored_size = 0;
    std::string stored_sha256; ///< of the object's bytes as they lie there
    bool is_compressed = false;
    // Of logs and snapshots; of a snapshot both indices are its own.
    std::uint64_t first_index = 0, last_index = 0;
    std::uint64_t first_term = 0, last_term = 0;
    std::int64_t zxid = 0;                    ///< of the state behind the last index; 0: not known
    std::optional<std::uint64_t> digest = {}; ///< of a snapshot's tree
    std::uint64_t nodes = 0;                  ///< of a snapshot
};

/// What the server said when the backup was made.
struct BackupServer {
    std::string address; ///< host:port that was asked
    std::optional<std::int64_t> id;
    std::string version, role;
    std::optional<std::uint64_t> last_index;
};

struct Manifest {
    std::string id;
    std::int64_t created_ms = 0;
    std::string program_version;
    std::string host; ///< of the machine that made it
    std::vector<std::string> log_dirs, snapshot_dirs;
    std::string state_file;
    std::optional<BackupServer> server; ///< nullopt: no server was asked
    bool was_written_to = false;        ///< the source changed while it was copied

    std::uint64_t snapshot_index = 0, last_index = 0, term = 0;
    std::int64_t zxid = 0;
    std::vector<keeper::ClusterServer> members; ///< by the files
    bool is_encrypted = false;
    std::vector<BackupFile> files;
    std::vector<std::string> replaced_secrets; ///< keys of the configuration
    std::vector<Finding> findings;             ///< what is wrong with the source

    bool is_good() const noexcept { return findings.empty(); }
    std::uint64_t size() const noexcept {
        std::uint64_t bytes = 0;
        for (const BackupFile& file : files)
            bytes += file.size;
        return bytes;
    }
};

/// One line, without the one behind it.
KEEPERFS_EXPORT std::string encode_manifest(const Manifest& manifest);
/// Error(bad_input) for what is none: also for names that would leave the directory of a restore.
KEEPERFS_EXPORT Manifest decode_manifest(std::string_view document);

/// "20261128T140503Z-1f2e3d4c": the time, and what tells two of one second apart.
KEEPERFS_EXPORT std::string new_backup_id(std::int64_t now_ms);
KEEPERFS_EXPORT bool is_backup_id(std::string_view text) noexcept;

} // namespace keeperfs::backup
