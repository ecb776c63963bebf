#include "zookeeper/digest.h"

#include "base/checksum.h"

#include <algorithm>
#include <array>

namespace keeperfs::zookeeper {

namespace {

constexpr std::size_t word = sizeof(std::uint64_t);
constexpr std::uint64_t high_bits = 0x8080808080808080;

std::size_t ascii_prefix(Bytes text) noexcept {
    std::size_t i = 0;
    while (i + word <= text.size() && (load_le<std::uint64_t>(text.data() + i) & high_bits) == 0)
        i += word;
    while (i < text.size() && text[i] < 0x80)
        ++i;
    return i;
}

struct Character {
    std::size_t bytes;
    std::size_t utf16_units;
};

/// The character at the front of `text`, which does not begin with ASCII. A byte that begins no character is
/// one U+FFFD to Java.
Character character_at_front(Bytes text) noexcept {
    const std::uint8_t lead = text[0];
    const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    const auto is_continuation = [](std::uint8_t b) { return (b & 0xc0) == 0x80; };
    if (lead > 0xf4 || bytes > text.size() ||
        !std::ranges::all_of(text.subspan(1, bytes - 1), is_continuation))
        return {1, 1};
    return {bytes, bytes == 4 ? std::size_t{2} : std::size_t{1}};
}

std::uint32_t crc_of_ascii_form(Bytes path) noexcept {
    constexpr std::array<std::uint8_t, 2> question_marks{'?', '?'};
    std::uint32_t crc = 0;
    while (!path.empty()) {
        const std::size_t plain = ascii_prefix(path);
        crc = crc32(crc, path.first(plain));
        path = path.subspan(plain);
        if (path.empty())
            break;
        const Character next = character_at_front(path);
        crc = crc32(crc, Bytes(question_marks).first(next.utf16_units));
        path = path.subspan(next.bytes);
    }
    return crc;
}

} // namespace

bool is_ascii(Bytes text) noexcept { return ascii_prefix(text) == text.size(); }

std::uint32_t path_data_crc(Bytes path, Bytes data, DigestCharset charset) noexcept {
    const std::uint32_t crc = charset == DigestCharset::utf8 ? crc32(0, path) : crc_of_ascii_form(path);
    return crc32(crc, data);
}

std::uint32_t node_digest(std::uint32_t path_data_crc, const tree::Stat& stat) noexcept {
    std::array<std::uint8_t, 60> bytes;
    std::uint8_t* at = bytes.data();
    const auto put = [&at](auto value) {
        store_be(at, value);
        at += sizeof value;
    };
    put(stat.czxid);
    put(stat.mzxid);
    put(stat.pzxid);
    put(stat.ctime);
    put(stat.mtime);
    put(stat.version);
    put(stat.cversion);
    put(stat.aversion);
    put(stat.ephemeral_owner);
    return crc32(path_data_crc, bytes);
}

bool counts_in_digest(Bytes path) noexcept { return !as_text(path).starts_with("/zookeeper/"); }

} // namespace keeperfs::zookeeper
