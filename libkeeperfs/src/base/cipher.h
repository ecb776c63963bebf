#pragma once
// AES-256-GCM over pieces that are in memory.
#include "keeperfs/base/bytes.h"
#include "keeperfs/base/sha256.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace keeperfs {

using CipherKey = std::array<std::uint8_t, 32>;
using CipherNonce = std::array<std::uint8_t, 12>;
inline constexpr std::size_t cipher_tag_bytes = 16;

/// The cipher text with the tag behind it. A nonce must never come twice with one key.
std::vector<std::uint8_t> seal(const CipherKey& key, const CipherNonce& nonce, Bytes associated, Bytes plain);
/// nullopt: it was sealed with another key, nonce or associated data, or is not what was sealed.
std::optional<std::vector<std::uint8_t>> unseal(const CipherKey& key, const CipherNonce& nonce,
                                                Bytes associated, Bytes sealed);

/// Whether they are the same, in a time that does not tell where they differ.
bool are_equal(Bytes one, Bytes other) noexcept;
void fill_with_random(std::span<std::uint8_t> into);

} // namespace keeperfs
