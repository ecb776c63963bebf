// Random trees and edits, against a model that is simple and slow.
#include "property/random.h"
#include "support/rewrite_scene.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

using namespace keeperfs;
using namespace keeperfs::test;
using keeperfs::property::Random;
namespace v = keeper::snapshot_version;

namespace {

std::string parent_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == 0 ? "/" : path.substr(0, slash);
}
bool covers(const std::string& top, const std::string& path) {
    return top == "/" || path == top || path.starts_with(top + "/");
}
bool is_childless(const OwnedNode& node) {
    return node.node.ttl_ms ||
           (node.node.stat.ephemeral_owner != 0 && node.node.stat.ephemeral_owner != tree::container_owner);
}

WholeSnapshot random_tree(Random& random, int version) {
    WholeSnapshot whole = plain_snapshot(version);
    whole.header.zxid = version < v::zxid_and_digest ? 50 : 40;
    whole.header.digest_version = version < v::zxid_and_digest ? 0 : 4;
    whole.acls = {{1, {{31, "digest", "a:h"}}}, {2, {{1, "digest", "b:h"}}}, {5, {}}};
    for (std::uint64_t i = 0, n = random.below(60); i < n; ++i) {
        const OwnedNode& parent = whole.nodes[random.below(whole.nodes.size())];
        if (is_childless(parent))
            continue;
        const std::string path = (parent.path == "/" ? "" : parent.path) + "/n" + std::to_string(i);
        keeper::SnapshotNode& node = add_node(whole, path, std::string(random.below(20), 'd'));
        node.stat.pzxid = random.between(0, 60);
        node.stat.cversion = static_cast<std::int32_t>(random.between(0, 1000));
        node.stat.aversion = static_cast<std::int32_t>(random.between(0, 5));
        node.acl_id = random.pick(std::vector<std::uint64_t>{0, 0, 1, 2, 5});
        node.seq_num = random.between(0, 100);
        if (version >= v::wide_sequence && random.chance(5))
            node.seq_num = std::int64_t{1} << 33;
        if (random.chance(10))
            node.stat.ephemeral_owner = random.between(1, 4);
        else if (version >= v::ttl && random.chance(10))
            node.ttl_ms = random.between(1, 1000);
        else if (version >= v::containers && random.chance(10))
            node.stat.ephemeral_owner = tree::container_owner;
    }
    random.shuffle(whole.nodes);
    if (whole.header.digest_version != 0)
        whole.header.digest = digest_of(whole);
    return whole;
}

struct Expected {
    std::map<std::string, OwnedNode> nodes; ///< acl_id counts not
    std::map<std::string, tree::AclList> acls;
};

tree::AclList list_of(const WholeSnapshot& whole, std::uint64_t id) {
    for (const keeper::AclMapEntry& entry : whole.acls)
        if (entry.id == id)
            return tree::is_open(entry.list) ? tree::AclList() : entry.list;
    return {};
}

bool stays(const convert::SnapshotEdits& edits, const std::string& path) {
    for (const std::string& top : edits.drop_paths)
        if (covers(top, path))
            return false;
    bool kept = edits.keep_paths.empty();
    for (const std::string& top : edits.keep_paths)
        kept = kept || covers(top, path) || covers(path, top);
    return kept;
}

std::string new_path(const convert::SnapshotEdits& edits, const std::string& path) {
    const convert::RenameEdit* longest = nullptr;
    for (const convert::RenameEdit& rename : edits.renames)
        if (covers(rename.from, path) && (longest == nullptr || rename.from.size() > longest->from.size()))
            longest = &rename;
    return longest == nullptr ? path : longest->to + path.substr(longest->from.size());
}

tree::AclList new_acl(const WholeSnapshot& whole, const convert::SnapshotEdits& edits,
                      const OwnedNode& node) {
    const convert::AclEdit* nearest = nullptr;
    for (const convert::AclEdit& edit : edits.acls) {
        if (!edit.recursive && edit.path == node.path)
            return edit.list;
        if (edit.recursive && covers(edit.path, node.path) &&
            (nearest == nullptr || edit.path.size() > nearest->path.size()))
            nearest = &edit;
    }
    return nearest == nullptr ? list_of(whole, node.node.acl_id) : nearest->list;
}

Expected model(const WholeSnapshot& whole, const convert::SnapshotEdits& edits, int version) {
    Expected expected;
    std::map<std::string, std::pair<int, int>> flows; // removed, added
    for (const OwnedNode& node : whole.nodes) {
        bool is_top = false;
        for (const convert::RenameEdit& rename : edits.renames)
            is_top = is_top || rename.from == node.path;
        const bool kept = stays(edits, node.path);
        if (node.path != "/" && (!kept || is_top) && stays(edits, parent_of(node.path)))
            ++flows[new_path(edits, parent_of(node.path))].first;
        if (!kept)
            continue;
        OwnedNode result = node;
        result.path = new_path(edits, node.path);
        if (is_top)
            ++flows[parent_of(result.path)].second;
        const tree::AclList list = new_acl(whole, edits, node);
        if (list != list_of(whole, node.node.acl_id))
            ++result.node.stat.aversion;
        expected.acls[result.path] = list;
        result.node.num_children = 0;
        REQUIRE(expected.nodes.emplace(result.path, result).second);
    }
    for (auto& [path, node] : expected.nodes) {
        if (path != "/")
            ++expected.nodes.at(parent_of(path)).node.num_children;
        const auto [removed, added] = flows[path];
        node.node.stat.cversion += removed + added;
        node.node.seq_num += added;
        if (added > 0)
            node.node.stat.pzxid =
                std::max(node.node.stat.pzxid, version < v::zxid_and_digest ? 50 : whole.header.zxid);
        if (version < v::ttl)
            node.node.ttl_ms.reset();
        if (version < v::containers && node.node.stat.ephemeral_owner == tree::container_owner)
            node.node.stat.ephemeral_owner = 0;
        if (version < v::wide_sequence)
            node.node.seq_num = std::min<std::int64_t>(node.node.seq_num, INT32_MAX);
    }
    return expected;
}

convert::SnapshotEdits random_edits(Random& random, const WholeSnapshot& whole) {
    convert::SnapshotEdits edits;
    const auto some_path = [&] { return whole.nodes[random.below(whole.nodes.size())].path; };
    while (random.chance(40))
        if (const std::string path = some_path(); path != "/")
            edits.drop_paths.push_back(path);
    while (random.chance(25))
        edits.keep_paths.push_back(some_path());
    std::set<std::pair<std::string, bool>> named;
    while (random.chance(50)) {
        const std::string path = some_path();
        const bool recursive = random.chance(50);
        const std::vector<tree::AclList> lists{
            {{31, "digest", "a:h"}}, {{31, "digest", "new:h"}}, {{2, "world", "anyone"}}};
        if (named.emplace(path, recursive).second)
            edits.acls.push_back({path, random.pick(lists), recursive});
    }
    std::set<std::string> moved;
    while (random.chance(50))
        if (const std::string path = some_path(); path != "/" && moved.insert(path).second)
            edits.renames.push_back({path, ""});
    // Into nodes that stay where they are.
    std::vector<std::string> places;
    for (const OwnedNode& node : whole.nodes)
        if (stays(edits, node.path) && !is_childless(node) &&
            std::ranges::none_of(moved, [&](const std::string& top) { return covers(top, node.path); }))
            places.push_back(node.path);
    for (std::size_t i = 0; i < edits.renames.size(); ++i) {
        const std::string place = random.pick(places);
        edits.renames[i].to = (place == "/" ? "" : place) + "/new" + std::to_string(i);
    }
    return edits;
}

} // namespace

TEST_CASE("random edits of random trees give what the slow model gives, in every version") {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        const int from = static_cast<int>(random.between(v::oldest_written, v::newest));
        const int to = static_cast<int>(random.between(v::oldest_written, v::newest));
        const WholeSnapshot whole = random_tree(random, from);
        RewriteScene scene(whole, from);
        scene.options.edits = random_edits(random, whole);
        scene.options.snapshot_version = to;
        scene.accept_all();
        const auto report = scene.run();

        const Expected expected = model(whole, scene.options.edits, to);
        const WholeSnapshot written = scene.result();
        REQUIRE(written.nodes.size() == expected.nodes.size());
        CHECK(report.input.nodes == report.output.nodes + report.dropped_nodes);
        for (const OwnedNode& node : written.nodes) {
            CAPTURE(node.path);
            REQUIRE(expected.nodes.contains(node.path));
            OwnedNode wanted = expected.nodes.at(node.path);
            wanted.node.acl_id = node.node.acl_id;
            CHECK(node == wanted);
            CHECK(list_of(written, node.node.acl_id) == expected.acls.at(node.path));
        }
        if (written.header.digest_version != 0)
            CHECK(written.header.digest == digest_of(written));
        bool is_same = true;
        for (const auto& [path, node] : expected.nodes)
            is_same = is_same && std::ranges::find(whole.nodes, node) != whole.nodes.end();
        CHECK_MESSAGE((report.tree_changed || (is_same && report.dropped_nodes == 0)), seed);
    }
}
