#include "keeperfs/migrate/verify.h"

#include "migrate/state_files.h"
#include "migrate/transfer.h"

#include "keeperfs/base/error.h"
#include "keeperfs/inspect/snapshot_verify.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/keeper/changelog_reader.h"
#include "keeperfs/keeper/data_files.h"

namespace keeperfs::migrate {

namespace {

io::MeteredSource opened(const Layout& layout, const StoredFile& file, io::Meter* meter) {
    return {layout.places[file.place].disk->open(file.name), meter};
}

void check_log(io::Source& source, FileCheck& check) {
    keeper::ChangelogReader reader(source, check.file.codec);
    for (keeper::ChangelogRecord record; reader.next(record); ++check.records) {
        if (!check.first)
            check.first = record.index;
        check.last = record.index;
    }
    if (reader.damage())
        check.problem = reader.damage()->finding();
}

void check_snapshot(io::Source& source, FileCheck& check) {
    const auto found = inspect::SnapshotVerifier(check.file.from).verify(source, keeper::Decoding::ahead);
    if (found.summary) {
        check.records = found.summary->nodes;
        check.first = check.last = found.summary->header.last_log_index;
    }
    for (const inspect::SnapshotFault& fault : found.faults)
        if (fault.finding.severity == Severity::error && check.problem.empty())
            check.problem = fault.finding.message;
    if (!found.summary && check.problem.empty())
        check.problem = "it cannot be read to its end";
}

void check_content(const Layout& layout, FileCheck& check, io::Meter* meter) {
    auto source = opened(layout, check.file, meter);
    switch (check.file.kind) {
    case FileKind::log:
        return check_log(source, check);
    case FileKind::snapshot:
        return check_snapshot(source, check);
    case FileKind::state:
        if (check.file.name != state_lock_name)
            keeper::decode_state_file(as_bytes(state_bytes(source)));
    }
}

/// With the first copy of the same name that a server would read.
void compare_copies(const Layout& layout, const Inventory& inventory, std::vector<FileCheck>& checks,
                    io::Meter* meter) {
    Pace pace(std::nullopt, meter);
    for (FileCheck& check : checks) {
        const auto copies = inventory.copies(check.file.kind, check.file.name);
        if (check.file.kind == FileKind::state || copies.size() < 2)
            continue;
        check.sha256 = read_content(*layout.places[check.file.place].disk, check.file.name, pace).sha256;
        for (const FileCheck& first : checks) {
            if (first.file.kind != check.file.kind || first.file.name != check.file.name)
                continue;
            if (&first != &check)
                (first.sha256 == check.sha256 ? check.same_as : check.differs_from) = first.file.place;
            break;
        }
    }
}

} // namespace

FileCheck check_file(const Layout& layout, const StoredFile& file, io::Meter* meter) {
    FileCheck check;
    check.file = file;
    try {
        check_content(layout, check, meter);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input)
            throw;
        check.problem = error.finding();
    }
    return check;
}

std::vector<FileCheck> verify_files(const Layout& layout, const Inventory& inventory, io::Meter* meter) {
    std::uint64_t bytes = 0;
    for (const StoredFile& file : inventory.files)
        bytes += file.bytes * (inventory.copies(file.kind, file.name).size() > 1 ? 2 : 1);
    if (meter != nullptr)
        meter->start("verified", bytes);
    std::vector<FileCheck> checks;
    for (const StoredFile& file : inventory.files)
        checks.push_back(check_file(layout, file, meter));
    compare_copies(layout, inventory, checks, meter);
    return checks;
}

} // namespace keeperfs::migrate
