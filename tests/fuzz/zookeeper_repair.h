#pragma once
// Makes the checksums of mutated files right again; without that no mutation gets further than to them.
#include "support/zookeeper_bytes.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keeperfs::fuzz {

/// Passes over jute fields.
class JuteWalk {
public:
    explicit JuteWalk(std::string_view bytes) : bytes_(bytes) {}

    std::size_t position() const { return position_; }
    std::size_t left() const { return bytes_.size() - position_; }
    bool skip(std::size_t n) {
        if (left() < n)
            return false;
        position_ += n;
        return true;
    }
    std::optional<std::int32_t> int32() {
        if (left() < sizeof(std::int32_t))
            return std::nullopt;
        const auto value = load_be<std::int32_t>(as_bytes(bytes_).data() + position_);
        position_ += sizeof value;
        return value;
    }
    bool skip_text() {
        const auto length = int32();
        return length && *length >= -1 && skip(static_cast<std::size_t>(std::max(*length, 0)));
    }

private:
    std::string_view bytes_;
    std::size_t position_ = 0;
};

namespace detail {

inline bool skip_to_nodes(JuteWalk& walk) {
    namespace format = zookeeper::snapshot_format;
    if (!walk.skip(format::header_bytes))
        return false;
    const auto sessions = walk.int32();
    if (!sessions || *sessions < 0 || !walk.skip(static_cast<std::size_t>(*sessions) * format::session_bytes))
        return false;
    const auto lists = walk.int32();
    for (std::int32_t i = 0; lists && i < *lists; ++i) {
        if (!walk.skip(sizeof(std::int64_t)))
            return false;
        const auto entries = walk.int32();
        for (std::int32_t k = 0; entries && k < *entries; ++k)
            if (!walk.skip(sizeof(std::int32_t)) || !walk.skip_text() || !walk.skip_text())
                return false;
    }
    return lists.has_value();
}

/// A node's record; false at the end mark and at what is no record.
inline bool skip_node(std::string_view bytes, JuteWalk& walk) {
    const bool end_mark = bytes.substr(walk.position(), 5) == std::string_view("\0\0\0\1/", 5);
    return !end_mark && walk.skip_text() && walk.skip_text() &&
           walk.skip(sizeof(std::int64_t) + zookeeper::snapshot_format::stat_bytes);
}

} // namespace detail

/// A snapshot with its whole nodes, an end mark and right seals. What stands behind the end mark decides
/// which of the later sections there are. A snapshot whose front cannot be walked stays as it is.
inline std::string repaired_snapshot(std::string_view bytes) {
    namespace format = zookeeper::snapshot_format;
    JuteWalk walk(bytes);
    if (!detail::skip_to_nodes(walk))
        return std::string(bytes);
    std::size_t nodes_end = walk.position();
    while (detail::skip_node(bytes, walk))
        nodes_end = walk.position();

    test::SnapshotBytes sealed;
    sealed.jute.clear();
    sealed.jute.raw(bytes.substr(0, nodes_end));
    sealed.end_of_nodes();
    std::string_view rest = bytes.substr(nodes_end);
    rest.remove_prefix(std::min(rest.size(), 5 + format::seal_bytes));
    constexpr std::size_t digest_fields = format::digest_section_bytes - format::seal_bytes;
    if (rest.size() >= digest_fields) {
        sealed.jute.raw(rest.substr(0, digest_fields));
        sealed.seal();
        rest.remove_prefix(std::min(rest.size(), format::digest_section_bytes));
    }
    if (rest.size() >= sizeof(std::int64_t)) {
        sealed.jute.raw(rest.substr(0, sizeof(std::int64_t)));
        sealed.seal();
    }
    return sealed.bytes();
}

/// A log whose records have right checksums and end marks, as far as their lengths can be followed.
inline std::string repaired_log(std::string bytes) {
    namespace format = zookeeper::txnlog_format;
    std::size_t at = format::file_header_bytes;
    while (bytes.size() > at + format::record_prefix_bytes) {
        auto* const record = reinterpret_cast<std::uint8_t*>(bytes.data()) + at;
        const auto length = load_be<std::int32_t>(record + sizeof(std::int64_t));
        const std::size_t room = bytes.size() - at - format::record_prefix_bytes - 1;
        if (length <= 0 || static_cast<std::size_t>(length) > room)
            break;
        const auto body = static_cast<std::size_t>(length);
        store_be<std::uint64_t>(record, adler32(adler32_start, {record + format::record_prefix_bytes, body}));
        record[format::record_prefix_bytes + body] = format::end_mark;
        at += format::record_prefix_bytes + body + 1;
    }
    return bytes;
}

} // namespace keeperfs::fuzz
