#pragma once
// `state`, 22.7 on (keeper-files 7.1), little-endian: u64 SipHash-2-4 with a zero key of all that follows,
// u8 file version 0, then NuRaft's srv_state: either 12 bytes (u64 term, i32 voted for), or u8 version, u64
// term, i32 voted for (-1 none), u8 election timer allowed, and from version 2 on u8 catching up, u8
// receiving a snapshot, each of them optional.
#include "keeperfs/base/bytes.h"
#include "keeperfs/export.h"

#include <cstdint>
#include <string>

namespace keeperfs::keeper {

struct RaftState {
    std::uint8_t version = 1; ///< of srv_state; 0: the old form of 12 bytes
    std::uint64_t term = 0;
    std::int32_t voted_for = -1;
    bool election_timer_allowed = true;
    bool catching_up = false, receiving_snapshot = false; ///< version 2
};

/// The whole file. Error(bad_input) when it is empty, short, has a wrong checksum or a later version: a
/// server then takes `state-OLD`.
KEEPERFS_EXPORT RaftState decode_state_file(Bytes file);
/// Version 1, which every release reads, whatever `state.version` says.
KEEPERFS_EXPORT std::string encode_state_file(const RaftState& state);

} // namespace keeperfs::keeper
