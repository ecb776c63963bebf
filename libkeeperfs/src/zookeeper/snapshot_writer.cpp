#include "keeperfs/zookeeper/snapshot_writer.h"

#include "base/checksum.h"
#include "base/jute.h"
#include "zookeeper/node_path.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/zookeeper/snapshot_format.h"

#include <fmt/format.h>

#include <array>

namespace keeperfs::zookeeper {

namespace format = snapshot_format;

namespace {

constexpr std::int64_t any_dbid = -1;
constexpr std::string_view end_mark = "/";

[[noreturn]] void cannot_hold(std::string what) {
    throw Error(ErrorKind::refused, std::move(what) + ", which a ZooKeeper snapshot cannot hold");
}

void append_counted(std::string& out, Bytes bytes) {
    append_be(out, static_cast<std::int32_t>(bytes.size()));
    append_bytes(out, bytes);
}

void append_stat(std::string& out, const tree::Stat& stat) {
    std::array<std::uint8_t, format::stat_bytes> bytes;
    std::uint8_t* at = bytes.data();
    const auto put = [&at](auto value) {
        store_be(at, value);
        at += sizeof value;
    };
    put(stat.czxid);
    put(stat.mzxid);
    put(stat.ctime);
    put(stat.mtime);
    put(stat.version);
    put(stat.cversion);
    put(stat.aversion);
    put(stat.ephemeral_owner);
    put(stat.pzxid);
    append_bytes(out, bytes);
}

} // namespace

void SnapshotEncoder::begin(std::string& out, std::span<const tree::Session> sessions,
                            std::span<const NumberedAcl> acls) {
    for (const tree::Session& session : sessions)
        if (session.timeout_ms != static_cast<std::int32_t>(session.timeout_ms))
            cannot_hold(
                fmt::format("session {} has a timeout of {} ms", hex(session.id), session.timeout_ms));
    const std::size_t from = out.size();
    append_be(out, format::magic);
    append_be(out, format::version);
    append_be(out, any_dbid);
    append_be(out, static_cast<std::int32_t>(sessions.size()));
    for (const tree::Session& session : sessions) {
        append_be(out, session.id);
        append_be(out, static_cast<std::int32_t>(session.timeout_ms));
    }
    append_be(out, static_cast<std::int32_t>(acls.size()));
    for (const NumberedAcl& acl : acls) {
        append_be(out, acl.number);
        append_be(out, static_cast<std::int32_t>(acl.list.size()));
        for (const tree::Acl& entry : acl.list) {
            append_be(out, entry.permissions);
            append_counted(out, as_bytes(entry.scheme));
            append_counted(out, as_bytes(entry.id));
        }
    }
    count_in(out, from);
}

void SnapshotEncoder::node(std::string& out, const SnapshotNode& node) {
    if (!is_node_path(node.path))
        cannot_hold(fmt::format("{} is the path of a node", escaped(as_text(node.path))));
    if (node.data.size() > INT32_MAX)
        cannot_hold(fmt::format("{} has {} bytes of data", escaped(as_text(node.path)), node.data.size()));
    const std::size_t from = out.size();
    append_counted(out, node.path);
    if (node.data_is_null)
        append_be(out, jute::null_length);
    else
        append_counted(out, node.data);
    append_be(out, node.acl_number);
    append_stat(out, node.stat);
    count_in(out, from);
}

void SnapshotEncoder::end(std::string& out, const SnapshotTrailer& trailer) {
    std::size_t from = out.size();
    append_counted(out, as_bytes(end_mark));
    seal(out, from);
    if (trailer.digest) {
        from = out.size();
        append_be(out, trailer.digest->zxid);
        append_be(out, trailer.digest->version);
        append_be(out, trailer.digest->value);
        seal(out, from);
    }
    if (trailer.last_processed_zxid) {
        from = out.size();
        append_be(out, *trailer.last_processed_zxid);
        seal(out, from);
    }
}

/// What was appended since `from` belongs to the checksum.
void SnapshotEncoder::count_in(const std::string& out, std::size_t from) noexcept {
    adler_ = adler32(adler_, as_bytes(out).subspan(from));
}

/// A seal's checksum covers all before it, earlier seals included.
void SnapshotEncoder::seal(std::string& out, std::size_t from) {
    count_in(out, from);
    const std::size_t begin = out.size();
    append_be(out, std::int64_t{adler_});
    append_counted(out, as_bytes(end_mark));
    count_in(out, begin);
}

} // namespace keeperfs::zookeeper
