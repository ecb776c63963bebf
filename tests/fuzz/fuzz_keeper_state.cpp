// Input: a byte (a state file, one whose checksum is made right, a cluster configuration), the bytes.
#include "base/siphash.h"
#include "fuzz/fuzz_target.h"

#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/keeper/state_file.h"

namespace keeperfs::fuzz {

namespace {

std::string sealed(std::string_view body) {
    SipHash hash;
    hash.update(as_bytes(body));
    std::string file;
    append_le(file, hash.digest());
    return file + std::string(body);
}

void check_state(const std::string& file) {
    const keeper::RaftState state = keeper::decode_state_file(as_bytes(file));
    const keeper::RaftState again = keeper::decode_state_file(as_bytes(keeper::encode_state_file(state)));
    require(again.term == state.term && again.voted_for == state.voted_for &&
                again.election_timer_allowed == state.election_timer_allowed,
            "a state changes when it is written");
}

void check_config(const std::string& encoded) {
    const keeper::ClusterConfig config = keeper::decode_cluster_config(as_bytes(encoded), 0);
    require(keeper::encode_cluster_config(config) == encoded,
            "a cluster configuration changes when it is encoded again");
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    const std::uint8_t what = input.up_to(2);
    const std::string rest(input.rest());
    try {
        if (what == 2)
            check_config(rest);
        else
            check_state(what == 1 ? sealed(rest) : rest);
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::bad_input, "an error of the wrong kind");
    }
}

} // namespace keeperfs::fuzz
