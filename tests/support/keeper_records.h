#pragma once
// Hand-made records of Keeper's raft log.
#include "support/byte_streams.h"
#include "support/zookeeper_bytes.h"

#include "keeperfs/keeper/changelog_writer.h"
#include "keeperfs/keeper/request.h"

#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::test {

/// What stands behind the client's part: time, zxid, a digest of version 1.
inline std::string servers_part(std::int64_t time_ms, std::int64_t zxid, std::uint64_t digest) {
    std::string part;
    append_le(part, time_ms);
    append_le(part, zxid);
    append_le(part, std::uint8_t{1});
    append_le(part, digest);
    return part;
}

inline std::string request_blob(std::int64_t session, std::int32_t xid, keeper::OpNum op,
                                std::string_view body, std::string_view behind = {}) {
    const std::string request = Jute().int32(xid).int32(static_cast<std::int32_t>(op)).raw(body).bytes();
    std::string blob;
    append_le(blob, session);
    append_be(blob, static_cast<std::int32_t>(request.size()));
    return blob + request + std::string(behind);
}

/// A request that removes "/node-<index>", of session 7.
inline std::string removal_blob(std::uint64_t index) {
    return request_blob(7, static_cast<std::int32_t>(index), keeper::OpNum::remove,
                        Jute().text("/node-" + std::to_string(index)).int32(-1).bytes(),
                        servers_part(1'000'000, static_cast<std::int64_t>(index), 99 * index));
}

inline std::string changelog_of(const std::vector<std::uint64_t>& indices, keeper::ChangelogCodec codec) {
    StringSink sink;
    keeper::ChangelogWriter writer(sink, codec);
    for (const std::uint64_t index : indices) {
        const std::string blob = removal_blob(index);
        writer.write({.index = index, .term = 1, .blob = as_bytes(blob)});
    }
    writer.finish();
    return sink.content;
}

inline std::vector<std::uint64_t> range_of_indices(std::uint64_t from, std::uint64_t to) {
    std::vector<std::uint64_t> indices;
    for (; from <= to; ++from)
        indices.push_back(from);
    return indices;
}

} // namespace keeperfs::test
