#pragma once
// Which process this is, so that another one can tell later whether it still runs.
#include "keeperfs/export.h"

#include <cstdint>
#include <string>

namespace keeperfs::io {

/// Numbers of processes come again; with the time of its start, counted from the boot, one is itself alone.
struct ProcessIdentity {
    std::string host, boot; ///< the machine's name; of /proc/sys/kernel/random/boot_id
    std::string space;      ///< the name space of process numbers: containers have their own
    std::int64_t number = 0;
    std::string started; ///< in ticks since the boot (proc(5), field 22 of stat)
    bool operator==(const ProcessIdentity&) const = default;
};
KEEPERFS_EXPORT ProcessIdentity this_process();

enum class Life : std::uint8_t {
    runs,
    ended,
    unknown, ///< of another machine, or a container that cannot be looked into
};
KEEPERFS_EXPORT Life life_of(const ProcessIdentity& process);

} // namespace keeperfs::io
