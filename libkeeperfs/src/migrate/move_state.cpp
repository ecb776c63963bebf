#include "migrate/move_file.h"
#include "migrate/state_files.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/sha256.h"

namespace keeperfs::migrate {

namespace {

void write(storage::Disk& disk, const char* name, const std::string& bytes) {
    const auto sink = disk.create(name, storage::Disk::Existing::replace);
    sink->write(as_bytes(bytes));
    sink->finish();
}

} // namespace

// At each moment one of the two can be read, and it is the new one or the one that was there
// (keeper-files 7.1).
std::string copy_state(const Layout& layout, const Move& move) {
    storage::Disk& to = *layout.places[move.to].disk;
    const StateFiles source = read_state_files(*layout.places[move.from].disk);
    if (!source.name)
        throw Error(ErrorKind::in_use, "the state has gone since it was planned")
            .file(layout.file(move.from, state_name));
    if (move.action == Action::copy) {
        to.remove(state_lock_name);
        write(to, old_state_name, source.bytes);
        write(to, state_name, source.bytes);
        to.remove(old_state_name);
    }
    if (const StateFiles copy = read_state_files(to); copy.bytes != source.bytes)
        throw Error(ErrorKind::bad_output, "the copy, read back, is not what the source is")
            .file(layout.file(move.to, state_name))
            .hint("The source stays. Look for errors of that disk, then run it again.");
    Sha256 hash;
    hash.update(as_bytes(source.bytes));
    return hash.hex_digest();
}

void remove_state(storage::Disk& disk) {
    for (const char* name : {old_state_name, state_lock_name, state_name})
        disk.remove(name);
}

} // namespace keeperfs::migrate
