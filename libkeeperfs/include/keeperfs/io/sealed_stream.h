#pragma once
// Encrypted streams. Layout: "KFSEAL1\n", 16 random bytes, then chunks of AES-256-GCM: up to 64 KiB and a tag
// of 16 bytes. The stream's key is HMAC-SHA-256 of these 24 bytes under the secret key, so that nonces, which
// count the chunks, never come twice with one key. What is authenticated beside a chunk are the chunk's
// number and whether it is the last one; only the last one may be short. So a chunk that is changed, cut,
// left out, exchanged or of another stream is found, and the end cannot be cut off (the construction is
// STREAM of Hoang, Reyhanitabar, Rogaway and Vizar, eprint.iacr.org/2015/189).
#include "keeperfs/export.h"
#include "keeperfs/io/source.h"

#include <array>
#include <cstdint>
#include <memory>

namespace keeperfs::io {

using SecretKey = std::array<std::uint8_t, 32>;

/// Each wraps a stream that the caller keeps alive. finish() of the sink ends its own stream only.
KEEPERFS_EXPORT std::unique_ptr<Sink> sealed_sink(Sink& sealed, const SecretKey& key);
/// Hands out nothing that was not authenticated. Error(bad_input), with the offset in the sealed stream, for
/// what was not sealed with this key, or is not what was sealed; also for bytes behind the last chunk.
KEEPERFS_EXPORT std::unique_ptr<Source> sealed_source(Source& sealed, const SecretKey& key);

} // namespace keeperfs::io
