#include "keeperfs/convert/keeper_to_zookeeper.h"

#include "convert/report_parts.h"
#include "convert/rewrite_target.h"
#include "convert/to_zookeeper_next_steps.h"
#include "convert/znode_output.h"
#include "convert/znode_stream.h"
#include "convert/znode_survey.h"
#include "zookeeper/paths.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/new_directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <unordered_set>
#include <utility>

namespace keeperfs::convert {

namespace {

constexpr std::size_t most_named = 5;
constexpr const char* look_closer = "Look with `keeperctl snapshot verify`.";

class WayBack {
public:
    WayBack(io::FileSystem& files, KeeperTree& tree, const KeeperToZooKeeperOptions& options)
        : files_(files), tree_(tree), options_(options), output_(files, options.output_dir),
          survey_(options) {}

    void say_of_replay(const keeper::ReplayReport& replay) {
        report_.replayed_records = replay.applied;
        report_.findings = replay.findings;
    }

    KeeperToZooKeeperReport run() {
        const auto begun = std::chrono::steady_clock::now();
        survey();
        const Turns turns = arrange();
        const AclNumbers acls(tree_.acls());
        report_.acls = acls.table().size();
        write(turns, acls, sessions());
        for (Change& change : survey_.changes().take())
            report_.changes.push_back(std::move(change));
        report_.next_steps = next_steps(report_, options_);
        report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        report_.peak_memory_bytes = peak_memory();
        return std::move(report_);
    }

private:
    io::FileSystem& files_;
    KeeperTree& tree_;
    const KeeperToZooKeeperOptions& options_;
    io::NewDirectory output_;
    ZnodeSurvey survey_;
    TreeIndex index_;
    KeeperToZooKeeperReport report_;

    /// First reading: which nodes there are, and whether ZooKeeper can hold them.
    void survey() {
        tree_.begin("reading the tree");
        for (keeper::SnapshotNode node; tree_.next(node);) {
            if (survey_.belongs(node)) {
                survey_.look_at(node);
                index_.add(as_text(node.path));
            } else {
                survey_.pass_over(node);
            }
        }
        survey_.refuse();
        report_.source = tree_.name();
        report_.log_index = tree_.log_index();
        report_.source_zxid = tree_.zxid();
        report_.left_out = survey_.left_out();
        // A server starts from the name and hands out the next zxid; 0 is the zxid of an empty database.
        report_.zxid = std::max({tree_.zxid(), survey_.greatest_zxid(), std::int64_t{1}});
        if (survey_.greatest_zxid() > tree_.zxid())
            survey_.changes().add("zxid.lifted",
                                  "nodes are newer than the zxid of the snapshot; the greatest of theirs is "
                                  "taken, so that no zxid is given twice",
                                  hex(survey_.greatest_zxid()));
    }

    Turns arrange() {
        if (const auto second = index_.find_duplicate())
            damaged(fmt::format("{} is in it twice",
                                paths_where([&](tree::NodeId id) { return id == *second; })));
        if (!index_.has("/"))
            damaged("it has no root");
        const TreeIndex::Parents parents = index_.resolve();
        if (index_.orphans() > 0)
            damaged(fmt::format("{} no parent in it, or hang below such a node: {}",
                                counted(index_.orphans(), "node has", "nodes have"),
                                paths_where([&](tree::NodeId id) { return index_.is_orphan(id); })));
        index_.forget_paths();
        return Turns(parents);
    }

    [[noreturn]] void damaged(const std::string& what) const {
        throw Error(ErrorKind::bad_input, "the tree is damaged: " + what)
            .file(tree_.name())
            .hint(look_closer);
    }

    /// One more reading, for the names of a few nodes.
    template <class F> std::string paths_where(F is_meant) const {
        std::string list;
        std::size_t named = 0;
        tree_.begin("looking for names");
        tree::NodeId id = 0;
        for (keeper::SnapshotNode node; named < most_named && tree_.next(node);)
            if (survey_.belongs(node) && is_meant(id++))
                list += (named++ == 0 ? "" : ", ") + escaped(as_text(node.path));
        return list;
    }

    std::vector<tree::Session> sessions() {
        std::vector<tree::Session> kept;
        if (options_.sessions == SessionPolicy::keep)
            kept = tree_.sessions();
        else if (const auto dropped = tree_.sessions(); !dropped.empty())
            survey_.changes().add("sessions.dropped", "sessions left out (--sessions drop)",
                                  hex(dropped.front().id), dropped.size());
        for (tree::Session& session : kept) {
            if (!session.authentications.empty())
                survey_.changes().add(
                    "session.authentication-left-out",
                    "sessions with authentications, which ZooKeeper does not store; clients "
                    "send them again when they connect",
                    hex(session.id));
            if (session.timeout_ms > INT32_MAX) {
                survey_.changes().add("session.timeout-lowered",
                                      "sessions whose timeout is beyond 32 bits get the longest that fits",
                                      hex(session.id));
                session.timeout_ms = INT32_MAX;
            }
        }
        report_.sessions = kept.size();
        return kept;
    }

    void write(const Turns& turns, const AclNumbers& acls, const std::vector<tree::Session>& sessions) {
        std::unordered_set<std::int64_t> ids;
        for (const tree::Session& session : sessions)
            ids.insert(session.id);
        ZnodeRules rules(options_, acls, std::move(ids));
        ParentsFirst nodes(
            tree_, turns, [&](const keeper::SnapshotNode& node) { return survey_.belongs(node); },
            options_.most_held_bytes, "writing and verifying");
        ZnodeStream stream(nodes, index_, rules, {!survey_.has_zookeeper(), !survey_.has_quota()});
        ZnodeContent content;
        content.sessions = sessions;
        content.acls = acls.table();
        content.next_node = [&](zookeeper::SnapshotNode& node) { return stream.next(node); };
        content.zxid = report_.zxid;
        content.with_digest = options_.with_digest && zookeeper::reads_digest(options_.release);
        content.with_last_zxid = content.with_digest && zookeeper::reads_last_zxid(options_.release);
        const WrittenZnodes written = put(content);
        rules.report_to(report_);
        report_.nodes = written.nodes;
        report_.output_bytes = written.file.bytes;
        report_.output_sha256 = written.file.sha256;
        report_.release = options_.release;
        if (content.with_digest)
            report_.digest = written.digest;
        report_.readings = nodes.readings();
        if (!survey_.has_zookeeper())
            report_.added_paths.emplace_back(zookeeper::system_path);
        if (!survey_.has_quota())
            report_.added_paths.emplace_back(zookeeper::quota_root);
    }

    WrittenZnodes put(const ZnodeContent& content) {
        constexpr const char* folder = "version-2";
        const std::string name = fmt::format("snapshot.{:x}", report_.zxid);
        report_.output_file = io::join(io::join(output_.target(), folder), name);
        if (options_.dry_run)
            return encode_znodes(content);
        const std::string hidden = io::join(output_.make(folder), name);
        refuse_without_room(files_, hidden, survey_.bytes());
        io::AtomicOutput file(files_, hidden, io::FileSystem::Existing::keep);
        WrittenZnodes written;
        try {
            written = write_znodes(files_, file, content);
        } catch (Error& error) {
            error.file(error.kind() == ErrorKind::bad_input ? tree_.name() : file.temporary_path());
            throw;
        }
        file.commit();
        output_.commit();
        report_.written = true;
        return written;
    }
};

} // namespace

KeeperToZooKeeperReport keeper_to_zookeeper(io::FileSystem& files, const std::string& snapshot_file,
                                            const KeeperToZooKeeperOptions& options, io::Meter* meter) {
    TreeOfSnapshot tree(files, snapshot_file, meter);
    return WayBack(files, tree, options).run();
}

KeeperToZooKeeperReport keeper_to_zookeeper(io::FileSystem& files, const keeper::ReplayedDirectory& replayed,
                                            storage::Disk& snapshots, const KeeperToZooKeeperOptions& options,
                                            io::Meter* meter) {
    TreeOfReplay tree(replayed, snapshots, meter);
    WayBack way_back(files, tree, options);
    way_back.say_of_replay(replayed.report);
    return way_back.run();
}

} // namespace keeperfs::convert
