#pragma once
// Which files of a directory are snapshots and logs, and which of them a server reads.
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/source.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::zookeeper {

enum class Compression : std::uint8_t { none, gzip, snappy };

struct DataFile {
    std::string path;
    std::string name;
    std::int64_t zxid = 0;
    std::uint64_t size = 0;
    Compression compression = Compression::none; ///< snapshots only; from the name's last part
};

/// The number behind "<prefix>.", as a server parses it: hexadecimal, any case, with or without a sign, and
/// whatever stands behind a second dot is ignored. nullopt when the name is none ("snapshot.5.bak" is 5;
/// "snapshot.x" is none).
KEEPERFS_EXPORT std::optional<std::int64_t> zxid_of_name(std::string_view name, std::string_view prefix);

/// Snapshots, newest first; of equal zxids the plain name first, then by name. Only regular files.
KEEPERFS_EXPORT std::vector<DataFile> list_snapshots(io::FileSystem& files, const std::string& directory);
/// Logs with zxid >= 0, ascending; of equal zxids the plain name ("log.5") first, then by name.
KEEPERFS_EXPORT std::vector<DataFile> list_logs(io::FileSystem& files, const std::string& directory);
/// Of logs as list_logs() gives them, those that a server reads after a snapshot: the one with the greatest
/// zxid < first_zxid (all of that zxid), and every one with zxid >= first_zxid.
KEEPERFS_EXPORT std::vector<DataFile> logs_to_read(const std::vector<DataFile>& logs,
                                                   std::int64_t first_zxid);

/// The look that a server takes before it tries a snapshot: the last five bytes of a plain one (at least 10
/// bytes long), the first bytes of a compressed one. -> why it is passed over, or nullopt.
KEEPERFS_EXPORT std::optional<std::string> reason_not_a_snapshot(io::FileSystem& files, const DataFile& file);

/// A snapshot's decoded stream. Output beyond `expansion_limit` times the file's size plus 64 MiB is refused
/// as bad_input (a decompression bomb).
KEEPERFS_EXPORT std::unique_ptr<io::Source> open_snapshot(io::FileSystem& files, const DataFile& file,
                                                          std::uint64_t expansion_limit = 200);

} // namespace keeperfs::zookeeper
