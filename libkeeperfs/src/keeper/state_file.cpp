#include "keeperfs/keeper/state_file.h"

#include "base/siphash.h"
#include "keeper/field_reader.h"

#include "keeperfs/base/text.h"

namespace keeperfs::keeper {

namespace {

constexpr std::size_t old_form_bytes = 12;
constexpr std::uint8_t file_version = 0;
constexpr std::uint8_t written_version = 1, newest_version = 2;
constexpr const char* advice = "A server takes state-OLD then, where it is whole.";

std::uint64_t checksum_of(Bytes bytes) {
    SipHash hash;
    hash.update(bytes);
    return hash.digest();
}

void check_version(std::uint8_t version, std::uint8_t newest, const char* of, std::uint64_t offset) {
    if (version > newest)
        throw Error(ErrorKind::bad_input, fmt::format("the version of the {} is not known", of))
            .at(offset)
            .found(std::to_string(version), fmt::format("at most {}", newest))
            .hint("It is of a release of Keeper later than 26.9, or damaged.");
}

RaftState decode_srv_state(FieldReader& fields) {
    RaftState state;
    const std::uint64_t start = fields.offset();
    state.version = fields.rest().size() == old_form_bytes ? std::uint8_t{0}
                                                           : fields.little_endian<std::uint8_t>("version");
    check_version(state.version, newest_version, "raft state", start);
    state.term = fields.little_endian<std::uint64_t>("term");
    state.voted_for = fields.little_endian<std::int32_t>("vote");
    if (start + old_form_bytes == fields.offset())
        return state;
    state.election_timer_allowed = fields.little_endian<std::uint8_t>("mark of the election timer") == 1;
    if (state.version >= 2 && fields.any())
        state.catching_up = fields.little_endian<std::uint8_t>("mark of catching up") == 1;
    if (state.version >= 2 && fields.any())
        state.receiving_snapshot = fields.little_endian<std::uint8_t>("mark of a snapshot received") == 1;
    return state;
}

} // namespace

RaftState decode_state_file(Bytes file) {
    try {
        if (file.empty())
            throw Error(ErrorKind::bad_input, "the state file is empty");
        FieldReader fields(file, 0);
        const auto stored = fields.little_endian<std::uint64_t>("checksum");
        if (const std::uint64_t right = checksum_of(fields.rest()); stored != right)
            throw Error(ErrorKind::bad_input, "the checksum of the state file is wrong")
                .at(0)
                .found(hex(stored), hex(right));
        const std::uint64_t version_at = fields.offset();
        check_version(fields.little_endian<std::uint8_t>("version"), file_version, "state file", version_at);
        const RaftState state = decode_srv_state(fields);
        if (fields.any())
            throw Error(ErrorKind::bad_input,
                        fmt::format("{} left over behind the raft state",
                                    counted(fields.rest().size(), "byte is", "bytes are")))
                .at(fields.offset());
        return state;
    } catch (Error& error) {
        throw error.hint(advice);
    }
}

std::string encode_state_file(const RaftState& state) {
    std::string body;
    append_le(body, file_version);
    append_le(body, written_version);
    append_le(body, state.term);
    append_le(body, state.voted_for);
    append_le(body, static_cast<std::uint8_t>(state.election_timer_allowed));
    std::string file;
    append_le(file, checksum_of(as_bytes(body)));
    return file + body;
}

} // namespace keeperfs::keeper
