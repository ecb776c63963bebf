#include "inspect/snapshot_scan.h"

#include "keeperfs/base/bytes.h"
#include "keeperfs/io/codecs.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/io/window.h"
#include "keeperfs/keeper/snapshot_format.h"

namespace keeperfs::inspect {

namespace {

/// The first byte behind the codec, when it is a version that nobody knows.
std::optional<int> unknown_version(io::FileSystem& files, const std::string& path) {
    try {
        io::FileSource file(files, path);
        io::Window head(file);
        const Bytes magic = head.want(sizeof(std::uint32_t));
        if (magic.size() < sizeof(std::uint32_t))
            return std::nullopt;
        const bool is_zstd = load_le<std::uint32_t>(magic.data()) == keeper::snapshot_format::zstd_magic;
        io::FileSource again(files, path);
        const auto decoded = is_zstd ? io::zstd_source(again, io::OpenFrame::is_an_error)
                                     : io::compressed_blocks_source(again);
        std::array<std::uint8_t, 1> first{};
        if (decoded->read(first) == 1 && first[0] > keeper::snapshot_version::newest)
            return first[0];
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input)
            throw;
    }
    return std::nullopt;
}

void read_membership(SnapshotScan& scan) {
    if (!scan.is_whole() || !scan.verification.summary->cluster_configuration)
        return;
    try {
        scan.membership =
            keeper::decode_cluster_config(as_bytes(*scan.verification.summary->cluster_configuration), 0);
    } catch (const Error& error) {
        // The verification has it as a fault of its own.
        if (error.kind() != ErrorKind::bad_input)
            throw;
    }
}

} // namespace

bool SnapshotScan::is_sound() const noexcept {
    return is_whole() && std::ranges::none_of(verification.faults, [](const SnapshotFault& fault) {
               return fault.finding.severity == Severity::error;
           });
}

std::optional<SnapshotScan> scan_snapshot(io::FileSystem& files, const std::string& path,
                                          keeper::SnapshotFile file, io::Meter* meter) {
    SnapshotScan scan;
    scan.file = std::move(file);
    scan.path = path;
    try {
        auto source = io::metered_file(files, path, meter);
        scan.file.entry.size = source.remaining().value_or(0);
        scan.verification = SnapshotVerifier(scan.file.index).verify(source, keeper::Decoding::ahead);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input)
            throw;
        if (!files.exists(path))
            return std::nullopt;
        scan.unreadable = error;
        return scan;
    }
    if (!scan.is_whole())
        scan.unknown_version = unknown_version(files, path);
    read_membership(scan);
    return scan;
}

} // namespace keeperfs::inspect
