#include "keeperfs/keeper/snapshot_writer.h"

#include "keeper/ch_encoding.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/keeper/digest.h"
#include "keeperfs/keeper/snapshot_format.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace keeperfs::keeper {

namespace {

/// What a 22.x server counts for a node and for each child in size_bytes.
constexpr std::uint64_t memory_of_node = 208, memory_of_child = 16;
constexpr std::size_t most_fixed_bytes = 128;

/// The fields of fixed width of one node, put together before they are appended at once.
class FixedFields {
public:
    template <class T> void put(T value) noexcept {
        store_le(bytes_.data() + size_, value);
        size_ += sizeof value;
    }
    Bytes bytes() const noexcept { return Bytes(bytes_).first(size_); }

private:
    std::array<std::uint8_t, most_fixed_bytes> bytes_;
    std::size_t size_ = 0;
};

[[noreturn]] void cannot_hold(int version, std::string what) {
    throw Error(ErrorKind::refused, fmt::format("snapshot version {} cannot hold {}", version, what));
}
std::string quoted(const SnapshotNode& node) { return "\"" + escaped(as_text(node.path)) + "\""; }

void check(int version, const SnapshotNode& node) {
    if (node.data.size() > longest_string)
        cannot_hold(version, fmt::format("the {} of {}", size_text(node.data.size()), quoted(node)));
    if (node.acl_id > std::numeric_limits<std::uint32_t>::max())
        cannot_hold(version,
                    fmt::format("the ACL id {} of {}: it exceeds 32 bits", node.acl_id, quoted(node)));
    if (version < snapshot_version::wide_sequence && !std::in_range<std::int32_t>(node.seq_num))
        cannot_hold(version,
                    fmt::format("the counter {} of {}: it exceeds 32 bits", node.seq_num, quoted(node)));
    if (version < snapshot_version::ttl && node.ttl_ms)
        cannot_hold(version, fmt::format("{}, a node with a TTL", quoted(node)));
    if (version < snapshot_version::containers && node.stat.ephemeral_owner == tree::container_owner)
        cannot_hold(version, fmt::format("{}, a container node", quoted(node)));
}

void check(int version, const AclMapEntry& entry) {
    if (entry.id == 0 || entry.id > std::numeric_limits<std::uint32_t>::max())
        cannot_hold(version, fmt::format("the ACL id {}: ids are 1 to 2^32 - 1", entry.id));
}

void check(int version, const SnapshotHeader& header) {
    if (header.metadata_configuration.size() < empty_cluster_configuration_bytes)
        throw Error(ErrorKind::defect, "the metadata of a snapshot lacks its cluster configuration");
    if (header.digest_version != 0 && !is_known_digest_version(header.digest_version))
        throw Error(ErrorKind::refused, fmt::format("digest version {} is not known", header.digest_version));
    if (version >= snapshot_version::zxid_and_digest)
        return;
    if (header.digest_version != 0)
        cannot_hold(version, "a digest");
    if (header.zxid != static_cast<std::int64_t>(header.last_log_index))
        cannot_hold(version, fmt::format("zxid {}: it takes the log index {} for the zxid", hex(header.zxid),
                                         header.last_log_index));
}

std::uint64_t memory_estimate(const SnapshotNode& node) {
    const auto children = static_cast<std::uint64_t>(std::max(node.num_children, 0));
    return memory_of_node + memory_of_child * children + node.data.size();
}

} // namespace

SnapshotEncoder::SnapshotEncoder(int version) : version_(version) {
    if (version < snapshot_version::oldest_written || version > snapshot_version::newest)
        throw Error(ErrorKind::usage, fmt::format("snapshot version {} cannot be written", version))
            .found(std::to_string(version),
                   fmt::format("{} to {}", snapshot_version::oldest_written, snapshot_version::newest));
}

void SnapshotEncoder::begin(std::string& out, const SnapshotHeader& header, std::span<const AclMapEntry> acls,
                            std::uint64_t node_count) const {
    check(version_, header);
    for (const AclMapEntry& entry : acls)
        check(version_, entry);
    append_le(out, static_cast<std::uint8_t>(version_));
    std::string metadata;
    append_le(metadata, snapshot_format::metadata_type_logical);
    append_le(metadata, header.last_log_index);
    append_le(metadata, header.last_log_term);
    append_le(metadata, std::uint64_t{0}); // a size that nobody uses
    metadata += header.metadata_configuration;
    append_string(out, as_bytes(metadata));
    if (version_ >= snapshot_version::zxid_and_digest) {
        append_le(out, header.zxid);
        append_le(out, static_cast<std::uint8_t>(header.digest_version));
        if (header.digest_version != 0)
            append_le(out, header.digest);
    }
    append_le(out, header.session_id_counter);
    append_le(out, static_cast<std::uint64_t>(acls.size()));
    for (const AclMapEntry& entry : acls)
        append_acl_map_entry(out, entry);
    append_le(out, node_count);
}

void SnapshotEncoder::append_acl_map_entry(std::string& out, const AclMapEntry& entry) const {
    if (version_ < snapshot_version::wide_sequence)
        append_le(out, entry.id);
    else
        append_le(out, static_cast<std::uint32_t>(entry.id));
    append_le(out, static_cast<std::uint64_t>(entry.list.size()));
    for (const tree::Acl& acl : entry.list) {
        append_le(out, acl.permissions);
        append_string(out, as_bytes(acl.scheme));
        append_string(out, as_bytes(acl.id));
    }
}

void SnapshotEncoder::node(std::string& out, const SnapshotNode& node) const {
    check(version_, node);
    const bool is_slim = version_ >= snapshot_version::slim_nodes;
    const bool is_wide = version_ >= snapshot_version::wide_sequence;
    FixedFields fields;
    if (is_wide)
        fields.put(static_cast<std::uint32_t>(node.acl_id));
    else
        fields.put(node.acl_id);
    if (!is_slim)
        fields.put(static_cast<std::uint8_t>(node.is_sequential));
    fields.put(node.stat.czxid);
    fields.put(node.stat.mzxid);
    fields.put(node.stat.ctime);
    fields.put(node.stat.mtime);
    fields.put(node.stat.version);
    fields.put(node.stat.cversion);
    fields.put(node.stat.aversion);
    fields.put(node.stat.ephemeral_owner);
    if (!is_slim)
        fields.put(static_cast<std::int32_t>(node.data.size()));
    fields.put(node.num_children);
    fields.put(node.stat.pzxid);
    if (is_wide)
        fields.put(node.seq_num);
    else
        fields.put(static_cast<std::int32_t>(node.seq_num));
    if (version_ == snapshot_version::size_bytes || version_ == snapshot_version::zxid_and_digest)
        fields.put(memory_estimate(node));
    if (version_ >= snapshot_version::ttl) {
        fields.put(static_cast<std::uint8_t>(node.ttl_ms.has_value()));
        if (node.ttl_ms)
            fields.put(*node.ttl_ms);
    }
    append_string(out, node.path);
    append_string(out, node.data);
    out += as_text(fields.bytes());
}

void SnapshotEncoder::end(std::string& out, std::span<const tree::Session> sessions,
                          Bytes cluster_configuration) const {
    append_le(out, static_cast<std::uint64_t>(sessions.size()));
    for (const tree::Session& session : sessions) {
        append_le(out, session.id);
        append_le(out, session.timeout_ms);
        append_le(out, static_cast<std::uint64_t>(session.authentications.size()));
        for (const auto& [scheme, id] : session.authentications) {
            append_string(out, as_bytes(scheme));
            append_string(out, as_bytes(id));
        }
    }
    if (!cluster_configuration.empty())
        append_string(out, cluster_configuration);
}

} // namespace keeperfs::keeper
