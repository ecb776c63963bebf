#pragma once
#include "keeperfs/base/bytes.h"
#include "keeperfs/export.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace keeperfs {

/// SHA-256 of a stream.
class KEEPERFS_EXPORT Sha256 {
public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();
    void update(Bytes bytes);
    /// The digest of all so far, in lower-case hexadecimal; ends the stream.
    std::string hex_digest();
    /// The same as bytes; the next update() begins a new stream.
    std::array<std::uint8_t, 32> digest();

private:
    struct State;
    std::unique_ptr<State> state_;
};

KEEPERFS_EXPORT std::string sha256_hex(Bytes bytes);
/// RFC 2104 with SHA-256.
KEEPERFS_EXPORT std::array<std::uint8_t, 32> hmac_sha256(Bytes key, Bytes message);

} // namespace keeperfs
