#include "base/siphash.h"

namespace keeperfs {

void SipHash::update(Bytes bytes) noexcept {
    State s = state_; // a local copy stays in registers: a load through a byte pointer could alias the member
    for (; bytes.size() >= 8; bytes = bytes.subspan(8))
        s = add(s, load_le<std::uint64_t>(bytes.data()), 8);
    if (!bytes.empty()) {
        std::uint64_t rest = 0;
        std::memcpy(&rest, bytes.data(), bytes.size());
        s = add(s, rest, bytes.size());
    }
    state_ = s;
}

std::uint64_t SipHash::digest() const noexcept {
    State s = state_;
    s.compress(s.pending | (s.length << 56));
    s.v2 ^= 0xff;
    for (int i = 0; i < 4; ++i)
        s.round();
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

} // namespace keeperfs
