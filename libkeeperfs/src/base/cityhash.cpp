#include "base/cityhash.h"

#include <bit>
#include <utility>

namespace keeperfs {

namespace {

constexpr std::uint64_t k0 = 0xc3a5c85c97cb3127, k1 = 0xb492b66fbe98f273, k2 = 0x9ae16a3b2f90404f,
                        k3 = 0xc949d7c7509e6557, k_mul = 0x9ddfea08eb382d69;

std::uint64_t word(const std::uint8_t* at) noexcept { return load_le<std::uint64_t>(at); }
std::uint64_t mix(std::uint64_t v) noexcept { return v ^ (v >> 47); }

std::uint64_t hash_16(std::uint64_t u, std::uint64_t v) noexcept {
    const std::uint64_t a = mix((u ^ v) * k_mul);
    const std::uint64_t b = mix((v ^ a) * k_mul);
    return b * k_mul;
}

/// Of at most 16 bytes.
std::uint64_t hash_short(Bytes s) noexcept {
    const std::size_t n = s.size();
    if (n > 8) {
        const std::uint64_t a = word(s.data()), b = word(s.data() + n - 8);
        return hash_16(a, std::rotr(b + n, static_cast<int>(n))) ^ b;
    }
    if (n >= 4) {
        const std::uint64_t a = load_le<std::uint32_t>(s.data());
        return hash_16(n + (a << 3), load_le<std::uint32_t>(s.data() + n - 4));
    }
    if (n > 0) {
        const std::uint32_t y = s[0] + (std::uint32_t{s[n / 2]} << 8);
        const std::uint32_t z = static_cast<std::uint32_t>(n) + (std::uint32_t{s[n - 1]} << 2);
        return mix((y * k2) ^ (z * k3)) * k2;
    }
    return k2;
}

struct Pair {
    std::uint64_t first, second;
};

/// Mixes 32 bytes into a pair of words.
Pair weak_hash_32(const std::uint8_t* at, std::uint64_t a, std::uint64_t b) noexcept {
    const std::uint64_t z = word(at + 24);
    a += word(at);
    b = std::rotr(b + a + z, 21);
    const std::uint64_t c = a;
    a += word(at + 8) + word(at + 16);
    b += std::rotr(a, 44);
    return {a + z, b + c};
}

/// Below 128 bytes.
Hash128 hash_seeded_short(Bytes s, std::uint64_t a, std::uint64_t b) noexcept {
    const std::size_t n = s.size();
    std::uint64_t c = 0, d = 0;
    if (n <= 16) {
        a = mix(a * k1) * k1;
        c = b * k1 + hash_short(s);
        d = mix(a + (n >= 8 ? word(s.data()) : c));
    } else {
        c = hash_16(word(s.data() + n - 8) + k1, a);
        d = hash_16(b + n, c + word(s.data() + n - 16));
        a += d;
        // The last 16 bytes are in c and d already.
        for (std::size_t p = 0; p + 16 < n; p += 16) {
            a = (a ^ (mix(word(s.data() + p) * k1) * k1)) * k1;
            b ^= a;
            c = (c ^ (mix(word(s.data() + p + 8) * k1) * k1)) * k1;
            d ^= c;
        }
    }
    a = hash_16(a, c);
    b = hash_16(d, b);
    return {a ^ b, hash_16(b, a)};
}

/// From 128 bytes on.
Hash128 hash_seeded_long(Bytes s, std::uint64_t x, std::uint64_t y) noexcept {
    const std::uint8_t* at = s.data();
    std::size_t left = s.size();
    std::uint64_t z = left * k1;
    Pair v{}, w{};
    v.first = std::rotr(y ^ k1, 49) * k1 + word(at);
    v.second = std::rotr(v.first, 42) * k1 + word(at + 8);
    w.first = std::rotr(y + z, 35) * k1 + x;
    w.second = std::rotr(x + word(at + 88), 53) * k1;
    for (; left >= 128; left -= 128) {
        for (int half = 0; half < 2; ++half, at += 64) {
            x = std::rotr(x + y + v.first + word(at + 16), 37) * k1;
            y = std::rotr(y + v.second + word(at + 48), 42) * k1;
            x ^= w.second;
            y ^= v.first;
            z = std::rotr(z ^ w.first, 33);
            v = weak_hash_32(at, v.second * k1, x + w.first);
            w = weak_hash_32(at + 32, z + w.second, y);
            std::swap(x, z);
        }
    }
    y += std::rotr(w.first, 37) * k0 + z;
    x += std::rotr(v.first + z, 49) * k0;
    // Backwards from the end in pieces of 32; the last one may reach back into what was hashed already.
    for (std::size_t done = 32; done - 32 < left; done += 32) {
        const std::uint8_t* piece = s.data() + s.size() - done;
        y = std::rotr(y - x, 42) * k0 + v.second;
        w.first += word(piece + 16);
        x = std::rotr(x, 49) * k0 + w.first;
        w.first += v.first;
        v = weak_hash_32(piece, v.first, v.second);
    }
    x = hash_16(x, v.first);
    y = hash_16(y, w.first);
    return {hash_16(x + v.second, w.second) + y, hash_16(x + w.second, y + v.second)};
}

Hash128 hash_seeded(Bytes s, std::uint64_t low, std::uint64_t high) noexcept {
    return s.size() < 128 ? hash_seeded_short(s, low, high) : hash_seeded_long(s, low, high);
}

} // namespace

Hash128 city_hash128(Bytes s) noexcept {
    const std::size_t n = s.size();
    if (n >= 16)
        return hash_seeded(s.subspan(16), word(s.data()) ^ k3, word(s.data() + 8));
    if (n >= 8)
        return hash_seeded({}, word(s.data()) ^ (n * k0), word(s.data() + n - 8) ^ k1);
    return hash_seeded(s, k0, k1);
}

} // namespace keeperfs
