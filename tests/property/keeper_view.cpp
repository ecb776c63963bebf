#include "property/keeper_view.h"

#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::property {

namespace {

namespace version = keeper::snapshot_version;

bool is_dropped(const std::string& path, const Model& model,
                const convert::ZooKeeperToKeeperOptions& options) {
    if (options.sessions == convert::SessionPolicy::drop && model.nodes.at(path).ephemeral)
        return true;
    return std::ranges::any_of(options.drop_paths,
                               [&](const std::string& top) { return is_below(path, top); });
}

KeeperNode expected_node(const std::string& path, const Model& model,
                         const convert::ZooKeeperToKeeperOptions& options) {
    const Node& node = model.nodes.at(path);
    KeeperNode out{.data = node.data.value_or(""),
                   .acl = model.acl_of(node),
                   .stat = node.stat,
                   .children = 0,
                   .sequence = node.stat.cversion,
                   .ttl_ms = {}};
    const std::vector<std::string> names = model.children_of(path);
    for (const std::string& name : names)
        if (!is_dropped(path + "/" + name, model, options))
            ++out.children;
    // Clients see creations and removals: each child created and not removed counts once, the others twice.
    out.stat.cversion = static_cast<std::int32_t>(2 * std::int64_t{node.stat.cversion} -
                                                  static_cast<std::int64_t>(names.size()));
    if (node.ephemeral) {
        out.sequence = 0;
    } else if (node.stat.ephemeral_owner == INT64_MIN) {
        if (options.snapshot_version < version::containers)
            out.stat.ephemeral_owner = 0;
    } else if (node.stat.ephemeral_owner != 0) {
        out.stat.ephemeral_owner = 0;
        if (options.snapshot_version >= version::ttl && out.children == 0) {
            out.ttl_ms = node.stat.ephemeral_owner & 0xff'ffff'ffff;
            out.sequence = 0;
        }
    }
    return out;
}

std::string text_of(const KeeperNode& node) {
    std::string acl;
    for (const tree::Acl& entry : node.acl)
        acl += fmt::format(" {}:{}:{}", entry.scheme, entry.id, entry.permissions);
    const tree::Stat& s = node.stat;
    return fmt::format(
        "data '{}' acl{} czxid {:x} mzxid {:x} pzxid {:x} ctime {} mtime {} version {} cversion {} "
        "aversion {} owner {:x} children {} sequence {} ttl {}",
        escaped(node.data), acl, s.czxid, s.mzxid, s.pzxid, s.ctime, s.mtime, s.version, s.cversion,
        s.aversion, s.ephemeral_owner, node.children, node.sequence, node.ttl_ms.value_or(0));
}

template <class Map, class Describe>
void compare(const Map& expected, const Map& found, std::vector<std::string>& out, Describe describe) {
    for (const auto& [key, value] : expected)
        if (const auto other = found.find(key); other == found.end())
            out.push_back(fmt::format("missing: {}: {}", key, describe(value)));
        else if (!(other->second == value))
            out.push_back(fmt::format("differs: {}\n    want {}\n    have {}", key, describe(value),
                                      describe(other->second)));
    for (const auto& [key, value] : found)
        if (!expected.contains(key))
            out.push_back(fmt::format("too much: {}: {}", key, describe(value)));
}

} // namespace

KeeperView expected_view(const Model& model, const convert::ZooKeeperToKeeperOptions& options) {
    KeeperView view;
    view.zxid = model.last_zxid;
    for (const auto& [path, node] : model.nodes)
        if (!is_dropped(path, model, options))
            view.nodes[path.empty() ? "/" : path] = expected_node(path, model, options);
    if (options.sessions == convert::SessionPolicy::keep)
        view.sessions.insert(model.sessions.begin(), model.sessions.end());
    return view;
}

KeeperView view_of(const test::WholeSnapshot& snapshot) {
    static const tree::AclList open{{31, "world", "anyone"}};
    KeeperView view;
    view.zxid = snapshot.header.zxid;
    for (const test::OwnedNode& owned : snapshot.nodes) {
        KeeperNode node{.data = owned.data,
                        .acl = open,
                        .stat = owned.node.stat,
                        .children = owned.node.num_children,
                        .sequence = owned.node.seq_num,
                        .ttl_ms = owned.node.ttl_ms};
        for (const keeper::AclMapEntry& entry : snapshot.acls)
            if (entry.id == owned.node.acl_id)
                node.acl = entry.list;
        view.nodes[owned.path] = std::move(node);
    }
    for (const tree::Session& session : snapshot.sessions)
        view.sessions[session.id] = session.timeout_ms;
    return view;
}

std::vector<std::string> differences(const KeeperView& expected, const KeeperView& found) {
    std::vector<std::string> out;
    if (expected.zxid != found.zxid)
        out.push_back(fmt::format("zxid: want {:x}, have {:x}", expected.zxid, found.zxid));
    compare(expected.nodes, found.nodes, out, text_of);
    compare(expected.sessions, found.sessions, out,
            [](std::int64_t timeout) { return fmt::format("{}", timeout); });
    return out;
}

} // namespace keeperfs::property
