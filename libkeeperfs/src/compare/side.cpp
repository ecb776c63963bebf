#include "keeperfs/compare/side.h"

#include "compare/sides.h"

#include "keeperfs/base/error.h"
#include "keeperfs/inspect/zookeeper_check.h"
#include "keeperfs/zookeeper/data_dir.h"

#include <algorithm>
#include <array>

namespace keeperfs::compare {

Nodes::~Nodes() = default;
Side::~Side() = default;

namespace {

enum class FileKind : std::uint8_t { keeper, zookeeper, json };

/// Keeper's LZ4 blocks begin with a checksum, which may be any bytes, also those of text or of another magic:
/// so nothing is taken for something else by one or two of them.
FileKind kind_of(io::FileSystem& files, const std::string& path) {
    std::array<std::uint8_t, 16> first{};
    const std::size_t size = files.open_for_reading(path)->read_at(0, first);
    const std::string_view text = as_text(Bytes(first).first(size));
    const bool has_control = std::ranges::any_of(
        text, [](char c) { return static_cast<std::uint8_t>(c) < 0x20 && c != '\n' && c != '\r'; });
    if (text.empty() || (text.starts_with("{\"") && !has_control))
        return FileKind::json;
    const bool is_zookeeper = text.starts_with("ZKSN") || text.starts_with("\x1f\x8b\x08") ||
                              text.starts_with("\x82SNAPPY");
    return is_zookeeper ? FileKind::zookeeper : FileKind::keeper;
}

void refuse(bool is_given, const char* option, const SideOptions& options) {
    if (is_given)
        throw Error(ErrorKind::usage, std::string(option) + " is for directories with a log")
            .file(options.place);
}

std::unique_ptr<Side> open_file(io::FileSystem& files, const SideOptions& options, io::Meter* meter) {
    refuse(!options.log_dir.empty(), "a directory of logs", options);
    refuse(options.at_index.has_value(), "an index", options);
    switch (kind_of(files, options.place)) {
    case FileKind::json:
        return json_lines(files, options.place);
    case FileKind::zookeeper:
        if (!zookeeper::zxid_of_name(io::name_of(options.place), "snapshot"))
            throw Error(ErrorKind::bad_input, "a snapshot of ZooKeeper says its zxid by its name only, and this is none")
                .file(options.place)
                .hint("Give the file its name back: snapshot.<zxid in hexadecimal>, with .gz or .snappy "
                      "where it is compressed.");
        return zookeeper_snapshot(files, options.place, meter);
    case FileKind::keeper:
        break;
    }
    return keeper_snapshot(files, options.place);
}

} // namespace

std::unique_ptr<Side> open_side(io::FileSystem& files, const SideOptions& options, io::Meter* meter) {
    if (!files.is_directory(options.place)) {
        if (files.exists(options.place) && !files.is_regular_file(options.place))
            throw Error(ErrorKind::bad_input, "this is neither a directory nor a file").file(options.place);
        return open_file(files, options, meter);
    }
    if (const auto directory = inspect::find_zookeeper_dir(files, options.place)) {
        refuse(options.at_index.has_value(), "an index of Keeper's log", options);
        return zookeeper_directory(files, options, *directory, meter);
    }
    return keeper_directory(files, options, meter);
}

} // namespace keeperfs::compare
