#include "zookeeper/tree_state.h"

#include "zookeeper/owner.h"
#include "zookeeper/paths.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

namespace keeperfs::zookeeper {

namespace {

/// Nodes that no client can remove; a record that does is damage.
bool is_protected(std::string_view path) {
    return path.empty() || path == "/zookeeper" || path == quota_root;
}

std::int64_t owner_for(const Operation& operation, std::int64_t session) {
    switch (operation.type) {
    case TxnType::create_container:
        return tree::container_owner;
    case TxnType::create_ttl:
        if (operation.ttl_ms <= 0 || operation.ttl_ms > max_ttl_ms)
            throw Error(ErrorKind::bad_input,
                        fmt::format("the TTL of {} is out of range", escaped(as_text(operation.path))))
                .found(std::to_string(operation.ttl_ms), fmt::format("1 to {} ms", max_ttl_ms));
        return ttl_owner(operation.ttl_ms);
    default:
        return operation.ephemeral ? session : 0;
    }
}

} // namespace

ContentCrc content_crc(Bytes path, Bytes data) {
    const std::uint32_t utf8 = path_data_crc(path, data, DigestCharset::utf8);
    return {utf8, is_ascii(path) ? utf8 : path_data_crc(path, data, DigestCharset::ascii)};
}

void TreeState::start_empty() {
    // /zookeeper/config came with 3.5; its ACL and aversion are those that every server gives it.
    const AclTable::Index world_reads =
        acls.intern(encode_acl({{tree::permission::read, "world", "anyone"}}));
    NodeId parent = no_node;
    for (const std::string_view path :
         {std::string_view(), std::string_view("/zookeeper"), quota_root, config_path}) {
        ChangedNode node;
        node.crc = content_crc(as_bytes(path), {});
        node.data = keep({});
        if (path == config_path) {
            node.acl = world_reads;
            node.stat.aversion = -1;
            parent = find(as_bytes("/zookeeper"));
        }
        add_node(path, parent, std::move(node));
        parent = find(as_bytes(path));
    }
}

StoredBytes TreeState::keep(std::string text, bool is_null) {
    texts.push_back(std::move(text));
    return {.place = StoredBytes::Place::memory,
            .is_null = is_null,
            .file = static_cast<std::uint32_t>(texts.size() - 1),
            .size = static_cast<std::uint32_t>(texts.back().size())};
}

ChangedNode& TreeState::record(NodeId id, const ChangedNode& node) {
    links[id].change = static_cast<std::uint32_t>(changed.size());
    changed.push_back(node);
    return changed[changed.size() - 1];
}

ChangedNode& TreeState::changed_node(NodeId id) {
    if (links[id].change >= changed.size())
        throw Error(ErrorKind::defect, "a replayed transaction touches a node that was not kept");
    return changed[links[id].change];
}

TreeDigest TreeState::contribution(const ChangedNode& node) const {
    return node.counts_in_digest ? digest_of(node.crc, node.stat) : TreeDigest{};
}

template <class F> void TreeState::change(NodeId id, F edit) {
    ChangedNode& node = changed_node(id);
    digest.subtract(contribution(node));
    edit(node);
    digest.add(contribution(node));
}

void TreeState::add_node(std::string_view path, NodeId parent, ChangedNode node) {
    node.counts_in_digest = counts_in_digest(as_bytes(path));
    if (node.path.place == StoredBytes::Place::snapshot)
        node.path = keep(std::string(path));
    digest.add(contribution(node));
    acls.add_use(node.acl);
    const NodeId id = paths.insert(tree::hash_path(as_bytes(path)));
    links.push_back({.parent = parent});
    if (parent != no_node)
        ++links[parent].children;
    if (!first_child_.empty()) {
        next_sibling_.push_back(first_child_[parent]);
        first_child_.push_back(no_node);
        first_child_[parent] = id;
    }
    record(id, node);
}

void TreeState::mend_parent(NodeId parent, std::int32_t parent_cversion, std::int64_t zxid) {
    const std::int32_t present = changed_node(parent).stat.cversion;
    const std::int32_t wanted = parent_cversion == -1
                                    ? static_cast<std::int32_t>(static_cast<std::uint32_t>(present) + 1)
                                    : parent_cversion;
    if (wanted > present)
        change(parent, [&](ChangedNode& node) {
            node.stat.cversion = wanted;
            node.stat.pzxid = zxid;
        });
}

StoredBytes TreeState::stored_data(const Operation& operation, Bytes path, const Origin& origin) {
    if (quota_target(as_text(path), quota_stats_name))
        return keep(std::string(as_text(operation.data)), operation.data_is_null);
    return {.place = StoredBytes::Place::log,
            .is_null = operation.data_is_null,
            .file = origin.log,
            .size = static_cast<std::uint32_t>(operation.data.size()),
            .offset = origin.data_offset};
}

Outcome TreeState::create(const Operation& operation, const Origin& origin) {
    const NodeId parent = find(parent_of(operation.path));
    if (parent == no_node)
        return Outcome::missing;
    const AclTable::Index acl = acls.intern(as_text(operation.acl));
    const std::int64_t owner = owner_for(operation, origin.session);
    if (const NodeId existing = find(operation.path); existing != no_node) {
        // Releases before 3.8.5 and 3.9.4 leave the ACL alone; then a node of a fuzzy snapshot keeps a number
        // that is in no table (ZOOKEEPER-4846). They also mend the parent for plain creates only; the live
        // server moved it always.
        ChangedNode& node = changed_node(existing);
        acls.remove_use(node.acl);
        node.acl = acl;
        acls.add_use(acl);
        mend_parent(parent, operation.parent_cversion, origin.zxid);
        return Outcome::exists;
    }
    mend_parent(parent, operation.parent_cversion, origin.zxid);

    ChangedNode node;
    node.stat.czxid = node.stat.mzxid = node.stat.pzxid = origin.zxid;
    node.stat.ctime = node.stat.mtime = origin.time_ms;
    node.stat.ephemeral_owner = owner;
    node.owner_is_session = owner != 0 && operation.ephemeral;
    node.acl = acl;
    node.crc = content_crc(operation.path, operation.data);
    node.path = {.place = StoredBytes::Place::log,
                 .file = origin.log,
                 .size = static_cast<std::uint32_t>(operation.path.size()),
                 .offset = origin.path_offset};
    node.data = stored_data(operation, operation.path, origin);
    const std::string_view path = as_text(operation.path);
    if (node.owner_is_session && closes(owner))
        will_close(owner, path);
    add_node(path, parent, std::move(node));
    count_in_quota(path, {1, static_cast<std::int64_t>(operation.data.size())});
    quota_node_created(path);
    return Outcome::done;
}

Outcome TreeState::remove(Bytes path_bytes, const Origin& origin) {
    const std::string_view path = as_text(path_bytes);
    if (is_protected(path))
        throw Error(ErrorKind::bad_input, fmt::format("transaction {} removes {}, which no client can",
                                                      hex(origin.zxid), path.empty() ? "/" : path))
            .hint("The log is damaged or not ZooKeeper's. Stop before it with --until-zxid, or give other "
                  "files.");
    const NodeId parent = find(parent_of(path_bytes));
    if (parent == no_node)
        return Outcome::missing;
    // Also when the node is missing: a fuzzy snapshot can show the parent before and the children after the
    // removal.
    change(parent, [&](ChangedNode& node) { node.stat.pzxid = std::max(node.stat.pzxid, origin.zxid); });
    const NodeId id = find(path_bytes);
    if (id == no_node)
        return Outcome::missing;
    --links[parent].children;
    remove_subtree(id, path);
    if (const auto target = quota_target(path, quota_limits_name))
        quota.clear_limit(*target);
    return Outcome::done;
}

/// What a fuzzy snapshot shows below a node that goes belongs to a later life of the same path; the records
/// to come create it again. (A server leaves the descendants behind as orphans.)
void TreeState::remove_subtree(NodeId top, std::string_view path) {
    QuotaUsage gone;
    const auto remove_one = [&](NodeId id) {
        if (const ChangedNode* node = change_of(id)) {
            digest.subtract(contribution(*node));
            acls.remove_use(node->acl);
            gone.bytes -= node->data.size;
        } else {
            digest_lost = true;
        }
        --gone.nodes;
        links[id].change = NodeLinks::removed;
    };
    if (links[top].children > 0) {
        link_children();
        std::vector<NodeId> todo{top};
        while (!todo.empty()) {
            const NodeId id = todo.back();
            todo.pop_back();
            for (NodeId child = first_child_[id]; child != no_node; child = next_sibling_[child])
                if (!is_removed(child))
                    todo.push_back(child);
            if (id != top)
                remove_one(id);
        }
    }
    remove_one(top);
    count_in_quota(path, gone);
    quota.forget_below(path);
}

void TreeState::link_children() {
    if (!first_child_.empty())
        return;
    first_child_.assign(links.size(), no_node);
    next_sibling_.assign(links.size(), no_node);
    for (NodeId id = 0; id < links.size(); ++id) {
        const NodeId parent = links[id].parent;
        if (parent == no_node || is_removed(id))
            continue;
        next_sibling_[id] = first_child_[parent];
        first_child_[parent] = id;
    }
}

Outcome TreeState::set_data(const Operation& operation, const Origin& origin) {
    const Bytes path = normalised(operation.path);
    const NodeId id = find(path);
    if (id == no_node)
        return Outcome::missing;
    std::int64_t size_change = static_cast<std::int64_t>(operation.data.size());
    change(id, [&](ChangedNode& node) {
        size_change -= node.data.size;
        node.data = stored_data(operation, path, origin);
        node.crc = content_crc(path, operation.data);
        node.stat.version = operation.version;
        node.stat.mzxid = origin.zxid;
        node.stat.mtime = origin.time_ms;
    });
    count_in_quota(as_text(path), {0, size_change});
    return Outcome::done;
}

Outcome TreeState::set_acl(const Operation& operation) {
    const NodeId id = find(normalised(operation.path));
    if (id == no_node)
        return Outcome::missing;
    change(id, [&](ChangedNode& node) {
        acls.remove_use(node.acl);
        node.acl = acls.intern(as_text(operation.acl));
        acls.add_use(node.acl);
        node.stat.aversion = operation.version;
    });
    return Outcome::done;
}

void TreeState::close_session(const std::vector<Bytes>& listed, const Origin& origin) {
    sessions.erase(origin.session);
    for (const Bytes path : listed)
        remove(path, origin);
    if (origin.session == 0)
        return;
    const auto found = closing_.find(origin.session);
    if (found == closing_.end())
        return;
    const std::vector<std::string> own = std::exchange(found->second, {});
    for (const std::string& path : own) {
        const NodeId id = find(as_bytes(path));
        const ChangedNode* node = id == no_node ? nullptr : change_of(id);
        if (node != nullptr && node->owner_is_session && node->stat.ephemeral_owner == origin.session)
            remove(as_bytes(path), origin);
    }
}

void TreeState::count_in_quota(std::string_view path, QuotaUsage change) {
    if (quota.empty())
        return;
    quota.change(path, change);
    const auto target = quota.nearest_limit(path);
    if (!target)
        return;
    const NodeId stats = find(as_bytes(fmt::format("{}{}{}", quota_root, *target, quota_stats_name)));
    if (stats != no_node)
        write_stats(*target, adjusted_stats_text(texts[changed_node(stats).data.file], change));
}

void TreeState::quota_node_created(std::string_view path) {
    if (const auto target = quota_target(path, quota_limits_name))
        quota.set_limit(*target);
    if (const auto target = quota_target(path, quota_stats_name))
        write_stats(*target, stats_text(quota.usage(*target)));
}

void TreeState::write_stats(std::string_view target, std::string text) {
    const std::string path = fmt::format("{}{}{}", quota_root, target, quota_stats_name);
    const NodeId id = find(as_bytes(path));
    if (id == no_node)
        return;
    // Statistics change without a transaction: the stat stays as it is. Their data always lies in memory.
    change(id, [&](ChangedNode& node) {
        texts[node.data.file] = std::move(text);
        node.data.size = static_cast<std::uint32_t>(texts[node.data.file].size());
        node.data.is_null = false;
        node.crc = content_crc(as_bytes(path), as_bytes(texts[node.data.file]));
    });
}

} // namespace keeperfs::zookeeper
