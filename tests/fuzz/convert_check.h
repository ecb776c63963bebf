#pragma once
// Converts a directory in memory, and compares what was written with the tree that the files restore to.
#include "fuzz/fuzz_target.h"
#include "support/keeper_snapshots.h"
#include "support/memory_filesystem.h"

#include "keeperfs/convert/zookeeper_to_keeper.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace keeperfs::fuzz {

inline constexpr const char* zookeeper_dir = "/zookeeper/version-2";
inline constexpr const char* output_dir = "/keeper/snapshots";

/// Two bytes of the input become options; all that would refuse odd files is allowed.
inline convert::ZooKeeperToKeeperOptions options_from(Input& input) {
    namespace v = keeper::snapshot_version;
    convert::ZooKeeperToKeeperOptions options;
    options.source.snapshots_dir = options.source.logs_dir = zookeeper_dir;
    options.source.allow_gap = options.source.allow_fuzzy = options.source.allow_digest_mismatch = true;
    options.source.trust_empty = true;
    options.output_dir = output_dir;
    options.threads = 1;
    const std::uint8_t choice = input.byte();
    options.snapshot_version = v::oldest_written + choice % (v::newest - v::oldest_written + 1);
    options.digest_version = (choice & 0x80) != 0 ? (options.snapshot_version >= v::slim_nodes ? 4 : 2) : 0;
    const std::uint8_t policies = input.byte();
    options.sessions = (policies & 1) != 0 ? convert::SessionPolicy::drop : convert::SessionPolicy::keep;
    options.special_nodes =
        (policies & 2) != 0 ? convert::SpecialNodePolicy::persistent : convert::SpecialNodePolicy::automatic;
    if ((policies & 6) == 6)
        options.special_nodes = convert::SpecialNodePolicy::fail;
    options.acls = (policies & 8) != 0 ? convert::AclPolicy::keep : convert::AclPolicy::open;
    options.codec = (policies & 16) != 0 ? keeper::SnapshotCodec::zstd : keeper::SnapshotCodec::lz4_blocks;
    options.emulate_353_ttl = (policies & 64) != 0;
    if ((policies & 32) != 0)
        options.drop_paths = {"/keeper", "/a"};
    return options;
}

/// A node as the files restore it, with what the restored tree says elsewhere put beside it.
struct ExpectedNode {
    std::string path, data;
    tree::AclList acl; ///< empty: open to all
    tree::Stat stat;
    std::int64_t children = 0;
    bool owner_is_session = false;
};

struct ExpectedTree {
    std::vector<ExpectedNode> nodes; ///< without those that are left out
    std::map<std::int64_t, std::int64_t> sessions;
    std::int64_t last_zxid = 0;
};

namespace detail {

/// The second reading of the facts in znode_kind.h.
inline zookeeper::ZnodeKind kind_of(const ExpectedNode& node, bool emulate_353) {
    const std::int64_t owner = node.stat.ephemeral_owner;
    if (owner == 0)
        return zookeeper::ZnodeKind::persistent;
    if (owner == INT64_MIN)
        return zookeeper::ZnodeKind::container;
    if (node.owner_is_session)
        return zookeeper::ZnodeKind::ephemeral;
    const bool is_marked = static_cast<std::uint64_t>(owner) >> 40 == 0xff0000;
    return is_marked || (emulate_353 && owner < 0) ? zookeeper::ZnodeKind::ttl
                                                   : zookeeper::ZnodeKind::ephemeral;
}

inline std::string parent_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

/// Policy open: a list with a scheme that Keeper does not know becomes the open one, which is no list.
inline tree::AclList expected_acl(tree::AclList list, convert::AclPolicy policy) {
    const bool foreign = std::ranges::any_of(list, [](const tree::Acl& acl) {
        return acl.scheme != "world" && acl.scheme != "digest" && acl.scheme != "super";
    });
    if (tree::is_open(list) || (foreign && policy == convert::AclPolicy::open))
        list.clear();
    return list;
}

inline bool is_left_out(const ExpectedNode& node, const convert::ZooKeeperToKeeperOptions& options,
                        const std::set<std::string>& left_out) {
    const bool ephemeral_goes = options.sessions == convert::SessionPolicy::drop &&
                                kind_of(node, options.emulate_353_ttl) == zookeeper::ZnodeKind::ephemeral;
    const bool named = std::ranges::find(options.drop_paths, node.path) != options.drop_paths.end();
    return ephemeral_goes || named || (!node.path.empty() && left_out.contains(parent_of(node.path)));
}

} // namespace detail

inline ExpectedTree expected_tree(io::FileSystem& files, const convert::ZooKeeperToKeeperOptions& options) {
    const zookeeper::RestoredTree tree = zookeeper::restore(files, options.source, nullptr);
    ExpectedTree expected;
    expected.last_zxid = tree.report().last_zxid;
    if (options.sessions == convert::SessionPolicy::keep)
        expected.sessions = tree.sessions();
    std::set<std::string> left_out, seen;
    std::map<std::string, std::int64_t> children;
    zookeeper::NodeStream stream(files, tree, nullptr);
    zookeeper::RestoredNode node;
    while (stream.next(node)) {
        ExpectedNode& wanted = expected.nodes.emplace_back();
        wanted.path = as_text(node.path);
        wanted.data = as_text(node.data);
        if (node.acl != zookeeper::unknown_acl)
            wanted.acl = detail::expected_acl(tree.acls()[node.acl], options.acls);
        wanted.stat = node.stat;
        wanted.children = node.children;
        wanted.owner_is_session = node.owner_is_session;
        require(seen.insert(wanted.path).second, "a restored path comes twice: " + wanted.path);
        if (!wanted.path.empty()) {
            require(seen.contains(detail::parent_of(wanted.path)), "a restored node has no parent");
            ++children[detail::parent_of(wanted.path)];
        }
        if (detail::is_left_out(wanted, options, left_out)) {
            left_out.insert(wanted.path);
            expected.nodes.pop_back();
        }
    }
    for (const ExpectedNode& present : expected.nodes)
        require(children[present.path] == present.children,
                "a restored node has another number of children: " + present.path);
    return expected;
}

class ConversionCheck {
public:
    ConversionCheck(const convert::ZooKeeperToKeeperOptions& options, const ExpectedTree& expected,
                    const test::WholeSnapshot& written)
        : options_(options), expected_(expected), written_(written) {
        for (const keeper::AclMapEntry& entry : written.acls)
            acls_[entry.id] = entry.list;
        for (const test::OwnedNode& node : written.nodes) {
            require(present_.insert(node.path == "/" ? "" : node.path).second,
                    "a written path comes twice: " + node.path);
            if (node.path != "/")
                ++children_[detail::parent_of(node.path)];
        }
    }

    void run() {
        const keeper::SnapshotHeader& header = written_.header;
        require(header.version == options_.snapshot_version, "the version is wrong");
        require(header.last_log_index == static_cast<std::uint64_t>(expected_.last_zxid) &&
                    header.zxid == expected_.last_zxid,
                "the zxid is wrong");
        require(written_.nodes.size() == expected_.nodes.size(), "the number of nodes is wrong");
        for (std::size_t i = 0; i < written_.nodes.size(); ++i)
            check(written_.nodes[i], expected_.nodes[i]);
        check_sessions();
        require(!written_.cluster_configuration && written_.unknown_bytes == 0, "there is more than nodes");
    }

private:
    const convert::ZooKeeperToKeeperOptions& options_;
    const ExpectedTree& expected_;
    const test::WholeSnapshot& written_;
    std::map<std::uint64_t, tree::AclList> acls_;
    std::set<std::string> present_;
    std::map<std::string, std::int64_t> children_;
    std::set<std::int64_t> owners_;

    void check(const test::OwnedNode& written, const ExpectedNode& wanted) {
        const auto holds = [&](bool fact, const char* what) {
            require(fact, std::string(what) + " of " + written.path);
        };
        holds(written.path == (wanted.path.empty() ? "/" : wanted.path), "the path");
        holds(wanted.path.empty() || present_.contains(detail::parent_of(wanted.path)), "the parent");
        holds(written.data == wanted.data, "the data");
        holds(written.node.acl_id == 0
                  ? wanted.acl.empty()
                  : acls_.contains(written.node.acl_id) && acls_[written.node.acl_id] == wanted.acl,
              "the ACL");
        holds(written.node.num_children == children_[wanted.path], "the number of children");
        holds(!written.node.is_sequential, "a flag");

        tree::Stat stat = wanted.stat;
        stat.cversion = static_cast<std::int32_t>(2 * std::int64_t{wanted.stat.cversion} - wanted.children);
        std::int64_t seq_num = wanted.stat.cversion;
        std::optional<std::int64_t> ttl_ms;
        expect_kind(wanted, stat, seq_num, ttl_ms);
        holds(written.node.stat == stat, "the stat");
        holds(written.node.seq_num == seq_num, "the counter");
        holds(written.node.ttl_ms == ttl_ms, "the TTL");
    }

    void expect_kind(const ExpectedNode& wanted, tree::Stat& stat, std::int64_t& seq_num,
                     std::optional<std::int64_t>& ttl_ms) {
        const bool may_keep = options_.special_nodes != convert::SpecialNodePolicy::persistent;
        switch (detail::kind_of(wanted, options_.emulate_353_ttl)) {
        case zookeeper::ZnodeKind::persistent:
            return;
        case zookeeper::ZnodeKind::ephemeral:
            owners_.insert(wanted.stat.ephemeral_owner);
            seq_num = 0;
            return;
        case zookeeper::ZnodeKind::container:
            if (!may_keep || options_.snapshot_version < keeper::snapshot_version::containers)
                stat.ephemeral_owner = 0;
            return;
        case zookeeper::ZnodeKind::ttl:
            stat.ephemeral_owner = 0;
            const std::int64_t owner = wanted.stat.ephemeral_owner;
            const bool is_marked = static_cast<std::uint64_t>(owner) >> 40 == 0xff0000;
            const std::int64_t stored = owner & (is_marked ? 0xff'ffff'ffff : INT64_MAX);
            if (may_keep && options_.snapshot_version >= keeper::snapshot_version::ttl &&
                children_[wanted.path] == 0 && stored > 0 && stored < std::int64_t{1} << 56) {
                ttl_ms = stored;
                seq_num = 0;
            }
            return;
        }
    }

    void check_sessions() const {
        std::map<std::int64_t, std::int64_t> wanted;
        for (const auto& [id, timeout] : expected_.sessions)
            wanted[id] = timeout > 0 ? timeout : 1000;
        for (const std::int64_t owner : owners_)
            wanted.try_emplace(owner, 30'000);
        std::map<std::int64_t, std::int64_t> sessions;
        for (const tree::Session& session : written_.sessions) {
            require(sessions.emplace(session.id, session.timeout_ms).second, "a session comes twice");
            require(session.id < written_.header.session_id_counter, "a session id would be given again");
        }
        require(sessions == wanted, "the sessions are wrong");
    }
};

/// Converts what lies in zookeeper_dir of `files`.
inline void convert_and_check(test::MemoryFileSystem& files,
                              const convert::ZooKeeperToKeeperOptions& options) {
    files.make_directory(output_dir);
    convert::ZooKeeperToKeeperReport report;
    try {
        report = convert::zookeeper_to_keeper(files, options, nullptr);
    } catch (const Error& error) {
        require_is_about_the_input(error);
        require(files.list(output_dir).empty(), "a file stayed behind after an error");
        return;
    }
    require(files.list(output_dir).size() == 1, "there is not one file in the output directory");
    require(!convert::to_json(report).empty(), "the report is empty");
    require(report.source.missing_transactions <= static_cast<std::uint64_t>(report.source.last_zxid),
            "more transactions are missing than there ever were");
    const ExpectedTree expected = expected_tree(files, options);
    const test::WholeSnapshot written = test::read_snapshot(files.content(report.output_file));
    ConversionCheck(options, expected, written).run();
}

} // namespace keeperfs::fuzz
