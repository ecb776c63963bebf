#include "base/siphash.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/state_file.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::keeper;

namespace {

/// With a right checksum before it.
std::string sealed(std::string_view body) {
    SipHash hash;
    hash.update(as_bytes(body));
    std::string file;
    append_le(file, hash.digest());
    return file + std::string(body);
}
std::string term_and_vote(std::uint64_t term, std::int32_t vote) {
    std::string bytes;
    append_le(bytes, term);
    append_le(bytes, vote);
    return bytes;
}
Error error_of(const std::string& file) {
    try {
        decode_state_file(as_bytes(file));
    } catch (const Error& error) {
        return error;
    }
    FAIL("nothing was thrown");
    return Error(ErrorKind::defect, "");
}

} // namespace

TEST_CASE("a state file comes back from its bytes, as version 1") {
    RaftState state;
    state.version = 2;
    state.term = 77;
    state.voted_for = 3;
    state.election_timer_allowed = false;
    const std::string file = encode_state_file(state);
    CHECK(file.size() == 23);
    const RaftState read = decode_state_file(as_bytes(file));
    CHECK(read.version == 1);
    CHECK(read.term == 77);
    CHECK(read.voted_for == 3);
    CHECK_FALSE(read.election_timer_allowed);
}

TEST_CASE("the old form and the marks of version 2 are read") {
    const RaftState old = decode_state_file(as_bytes(sealed('\0' + term_and_vote(5, -1))));
    CHECK(old.version == 0);
    CHECK(old.term == 5);
    CHECK(old.voted_for == -1);
    CHECK(old.election_timer_allowed);
    const std::string two = std::string("\0\2", 2) + term_and_vote(6, 1) + '\1';
    CHECK_FALSE(decode_state_file(as_bytes(sealed(two))).catching_up);
    CHECK(decode_state_file(as_bytes(sealed(two + '\1'))).catching_up);
    const RaftState both = decode_state_file(as_bytes(sealed(two + "\1\1")));
    CHECK(both.version == 2);
    CHECK(both.receiving_snapshot);
}

TEST_CASE("a state file that is empty, cut, changed, longer or of a later version is not taken") {
    const std::string file = encode_state_file({});
    CHECK(error_of("").message() == "the state file is empty");
    for (std::size_t cut = 1; cut < file.size(); ++cut)
        CHECK(error_of(file.substr(0, cut)).kind() == ErrorKind::bad_input);
    for (std::size_t i = 0; i < file.size(); ++i) {
        std::string changed = file;
        changed[i] = static_cast<char>(changed[i] ^ 0x10);
        CHECK(error_of(changed).message() == "the checksum of the state file is wrong");
    }
    for (std::size_t size = 0; size < 15; ++size)
        if (size != 13) // the old form
            CHECK(error_of(sealed(std::string(size, '\0'))).kind() == ErrorKind::bad_input);
    CHECK(error_of(sealed(std::string("\1\1", 2) + term_and_vote(1, 1) + '\1')).message() ==
          "the version of the state file is not known");
    CHECK(error_of(sealed(std::string("\0\3", 2) + term_and_vote(1, 1) + '\1')).message() ==
          "the version of the raft state is not known");
    const Error longer = error_of(sealed(std::string("\0\1", 2) + term_and_vote(1, 1) + "\1x"));
    CHECK(longer.message() == "1 byte is left over behind the raft state");
    CHECK(longer.offset() == 23);
}
