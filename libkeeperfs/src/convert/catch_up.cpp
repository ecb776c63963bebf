#include "keeperfs/convert/catch_up.h"

#include "convert/bulk_notes.h"
#include "convert/bulk_tree.h"
#include "convert/conversion.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/file_source.h"

#include <memory>

namespace keeperfs::convert {

namespace {

std::shared_ptr<const BulkNotes> read_notes(io::FileSystem& files, const std::string& path) {
    try {
        io::FileSource source(files, path);
        return std::make_shared<BulkNotes>(decode_bulk_notes(as_bytes(io::rest_of(source))));
    } catch (Error& error) {
        error.file(path);
        throw;
    }
}

ZooKeeperToKeeperOptions conversion_of(const BulkNotes& notes, const CatchUpOptions& options) {
    ZooKeeperToKeeperOptions conversion = notes.options;
    conversion.source.snapshots_dir = options.snapshots_dir;
    conversion.source.logs_dir = options.logs_dir;
    conversion.output_dir = options.output_dir;
    conversion.force = options.force;
    conversion.dry_run = options.dry_run;
    conversion.threads = options.threads;
    conversion.memory_limit = options.memory_limit;
    return conversion;
}

} // namespace

ZooKeeperToKeeperReport catch_up(io::FileSystem& files, const CatchUpOptions& options, io::Meter* meter) {
    const auto notes = read_notes(files, options.catch_up_file);
    const std::string bulk = options.bulk_snapshot.empty() ? notes->result.path : options.bulk_snapshot;
    const ZooKeeperToKeeperOptions conversion = conversion_of(*notes, options);
    ZooKeeperToKeeperReport report =
        Conversion(files, conversion, meter).run([&](const zookeeper::RestoreOptions& source) {
            return zookeeper::restore_onto(files, bulk_tree(files, bulk, notes, meter), source, meter);
        });
    report.catch_up = {options.catch_up_file, bulk, notes->end.zxid};
    return report;
}

} // namespace keeperfs::convert
