#include "convert/conversion.h"

#include "convert/next_steps.h"
#include "convert/report_parts.h"
#include "convert/target.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/atomic_output.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/keeper/digest.h"
#include "keeperfs/keeper/releases.h"

#include <fmt/format.h>

#include <chrono>

namespace keeperfs::convert {

namespace {

/// ZooKeeper deletes ephemerals of unknown sessions at its next start; Keeper would keep them for ever, as
/// nothing expires a session that does not exist. So such a session is listed, and expires unless its client
/// comes back.
constexpr std::int64_t orphan_timeout_ms = 30'000;
/// What stands in place of a timeout that no server would expire.
constexpr std::int64_t least_timeout_ms = 1'000;

constexpr std::string_view keeper_path = "/keeper";

std::int64_t counter_above(std::int64_t greatest) {
    if (greatest == INT64_MAX)
        throw Error(ErrorKind::refused,
                    "a session has the greatest possible id, so no further id can be handed out")
            .hint("No ZooKeeper server gives out that id: a file is damaged. Use another server's files.");
    return std::max<std::int64_t>(greatest + 1, 1);
}

void refuse_lost_kinds(const std::vector<SpecialNode>& special_nodes) {
    std::string list;
    std::uint64_t lost = 0;
    for (const SpecialNode& node : special_nodes)
        if (!node.kept && ++lost <= 20)
            list += fmt::format("\n  {} ({}: {})", escaped(node.path),
                                node.kind == zookeeper::ZnodeKind::container ? "container" : "TTL node",
                                node.reason);
    if (lost > 0)
        throw Error(ErrorKind::refused,
                    fmt::format("{} become persistent:{}{}",
                                counted(lost, "container or TTL node would", "container and TTL nodes would"),
                                list, lost > 20 ? "\n  ..." : ""))
            .hint("Choose a newer --snapshot-version (8 holds TTL nodes, 9 containers too), or accept it "
                  "with --special-nodes auto.");
}

} // namespace

Conversion::Conversion(io::FileSystem& files, const ZooKeeperToKeeperOptions& options, io::Meter* meter)
    : files_(files), options_(options), meter_(meter) {
    report_.findings = check_target(files, options);
    if (!options.catch_up_file.empty())
        check_catch_up_file(files, options);
}

ZooKeeperToKeeperReport Conversion::run(const Restore& restore) {
    const auto begun = std::chrono::steady_clock::now();
    zookeeper::RestoreOptions source = options_.source;
    source.memory_limit = options_.memory_limit;
    source.memory_elsewhere = memory_to_write(file_format());
    const zookeeper::RestoredTree tree = restore(source);
    report_.source = tree.report();
    refuse_missing_acls();
    const auto index = static_cast<std::uint64_t>(tree.report().last_zxid);
    check_existing_snapshots(files_, options_, index);

    const DropPlan drops(tree, options_);
    for (const std::string& path : drops.missing_paths())
        changes_.add("drop-path.not-found", "paths to drop that the tree does not have", path);
    refuse_keeper_subtree(tree, drops);
    const AclMapping acls(tree, options_, changes_);
    if (!options_.catch_up_file.empty())
        recorder_.emplace(tree, options_, acls);
    SnapshotParts parts = parts_without_nodes(tree, acls, drops, index);
    if (options_.special_nodes == SpecialNodePolicy::fail || options_.digest_version != 0)
        survey(tree, acls, drops, parts);
    convert(tree, acls, drops, parts);

    report_.nodes = parts.node_count;
    report_.dropped_nodes = drops.dropped_nodes();
    report_.acls = parts.acls.size();
    report_.sessions = parts.sessions.size();
    if (drops.dropped_nodes() > 0)
        changes_.add("nodes.dropped",
                     "nodes left out (--drop-path, --sessions drop); their parents' cversion, pzxid and "
                     "counters stay as ZooKeeper showed them",
                     fmt::format("{}", fmt::join(options_.drop_paths, " ")), drops.dropped_nodes());
    describe_output(parts);
    if (recorder_ && !options_.dry_run)
        write_notes();
    report_.changes = changes_.take();
    report_.next_steps = next_steps(report_, options_);
    report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    report_.peak_memory_bytes = peak_memory();
    return std::move(report_);
}

SnapshotFileFormat Conversion::file_format() const {
    return {options_.codec, options_.compression_level, options_.threads};
}

void Conversion::refuse_missing_acls() const {
    const std::uint64_t missing = report_.source.nodes_without_acl;
    if (missing == 0 || options_.acls == AclPolicy::open)
        return;
    std::string examples;
    for (const Finding& finding : report_.source.findings)
        if (finding.code == "snapshot.unknown-acl")
            examples += "\n  " + finding.message;
    throw Error(ErrorKind::bad_input, fmt::format("{} an ACL that is in no table and that no log mends:{}",
                                                  counted(missing, "node has", "nodes have"), examples))
        .file(report_.source.snapshot ? report_.source.snapshot->path : options_.source.snapshots_dir)
        .hint("The logs that created them are missing, or the file is damaged. Use an older snapshot "
              "with its logs or another "
              "server's files; --acl-policy open makes these nodes open to everybody.");
}

/// Clients cannot create anything there, and servers refuse a snapshot that has it.
void Conversion::refuse_keeper_subtree(const zookeeper::RestoredTree& tree, const DropPlan& drops) {
    const zookeeper::TreeLinks links(tree);
    const tree::NodeId top = links.find(as_bytes(keeper_path));
    if (top == tree::no_node || drops.drops(top))
        return;
    std::vector<std::string> paths;
    std::uint64_t count = 0;
    zookeeper::NodeStream stream(files_, tree, nullptr);
    zookeeper::RestoredNode node;
    while (stream.next(node)) {
        const std::string_view path = as_text(node.path);
        if (path != keeper_path && !path.starts_with("/keeper/"))
            continue;
        if (++count <= 20)
            paths.push_back("\n  " + escaped(path));
    }
    throw Error(ErrorKind::refused,
                fmt::format("the tree has {} at or below /keeper, which Keeper keeps for itself:{}{}",
                            counted(count, "node", "nodes"), fmt::join(paths, ""),
                            count > paths.size() ? "\n  ..." : ""))
        .hint("Move them in ZooKeeper before the conversion, or leave them out with --drop-path /keeper.");
}

SnapshotParts Conversion::parts_without_nodes(const zookeeper::RestoredTree& tree, const AclMapping& acls,
                                              const DropPlan& drops, std::uint64_t index) {
    SnapshotParts parts;
    parts.header.version = options_.snapshot_version;
    parts.header.last_log_index = index;
    parts.header.last_log_term = 1;
    parts.header.metadata_configuration = keeper::empty_cluster_configuration();
    parts.header.zxid = tree.report().last_zxid;
    parts.header.digest_version =
        options_.snapshot_version >= keeper::snapshot_version::zxid_and_digest ? options_.digest_version : 0;
    parts.header.session_id_counter = counter_above(tree.greatest_session_id());
    parts.acls = acls.entries();
    parts.node_count = drops.kept_nodes();
    return parts;
}

/// One more reading, for what must be known before the first byte is written.
void Conversion::survey(const zookeeper::RestoredTree& tree, const AclMapping& acls, const DropPlan& drops,
                        SnapshotParts& parts) {
    start("surveying the tree", tree);
    NodeRules rules(options_, acls, drops, tree.sessions());
    zookeeper::NodeStream stream(files_, tree, meter_);
    zookeeper::RestoredNode from;
    keeper::SnapshotNode to;
    while (stream.next(from))
        if (rules.map(from, to) && parts.header.digest_version != 0)
            parts.header.digest += keeper::node_digest(parts.header.digest_version, to);
    if (options_.special_nodes == SpecialNodePolicy::fail)
        refuse_lost_kinds(rules.take_special_nodes());
}

void Conversion::start(const char* stage, const zookeeper::RestoredTree& tree) {
    const auto& snapshot = tree.report().snapshot;
    if (meter_ != nullptr)
        meter_->start(stage,
                      snapshot && snapshot->compression == zookeeper::Compression::none ? snapshot->size : 0);
}

void Conversion::convert(const zookeeper::RestoredTree& tree, const AclMapping& acls, const DropPlan& drops,
                         SnapshotParts& parts) {
    NodeRules rules(options_, acls, drops, tree.sessions());
    zookeeper::NodeStream stream(files_, tree, meter_);
    const SnapshotContent content{
        .next_node =
            [&, from = zookeeper::RestoredNode()](keeper::SnapshotNode& to) mutable {
                while (stream.next(from))
                    if (rules.map(from, to)) {
                        if (recorder_)
                            recorder_->note(from, to);
                        return true;
                    }
                return false;
            },
        .end = [&](SnapshotParts& all) { all.sessions = sessions_of(tree, rules); }};
    report_.output_file = output_path(options_, parts.header.last_log_index);
    start("writing and verifying", tree);
    if (options_.dry_run)
        report_.uncompressed_bytes = encode_snapshot(parts, content);
    else
        write_file(parts, content);

    report_.ephemerals = rules.ephemerals();
    report_.data_bytes = rules.data_bytes();
    report_.special_nodes = rules.take_special_nodes();
    for (const SpecialNode& node : report_.special_nodes)
        if (!node.kept)
            changes_.add("special-node.became-persistent", "container and TTL nodes are persistent now",
                         node.path);
    for (Change& change : rules.changes().take())
        changes_.add(std::move(change));
}

void Conversion::write_file(SnapshotParts& parts, const SnapshotContent& content) {
    io::AtomicOutput output(files_, report_.output_file,
                            options_.force ? io::FileSystem::Existing::replace
                                           : io::FileSystem::Existing::keep);
    try {
        const WrittenSnapshot written = write_snapshot(files_, output, parts, content, file_format());
        report_.uncompressed_bytes = written.bytes;
        report_.output_sha256 = written.sha256;
    } catch (Error& error) {
        error.file(output.temporary_path());
        throw;
    }
    report_.output_bytes = output.bytes_written();
    output.commit();
    report_.written = true;
}

void Conversion::write_notes() {
    const BulkNotes notes = recorder_->finish(files_, report_, meter_);
    io::AtomicOutput output(files_, options_.catch_up_file, io::FileSystem::Existing::replace);
    output.write(as_bytes(encode_bulk_notes(notes)));
    output.finish();
    output.commit();
    report_.catch_up_file = options_.catch_up_file;
}

std::vector<tree::Session> Conversion::sessions_of(const zookeeper::RestoredTree& tree,
                                                   const NodeRules& rules) {
    std::vector<tree::Session> sessions;
    if (options_.sessions == SessionPolicy::drop) {
        if (!tree.sessions().empty())
            changes_.add("sessions.dropped", "sessions left out (--sessions drop)",
                         hex(tree.sessions().begin()->first), tree.sessions().size());
        return sessions;
    }
    for (const auto& [id, timeout] : tree.sessions()) {
        sessions.push_back({.id = id, .timeout_ms = timeout, .authentications = {}});
        if (timeout > 0)
            continue;
        sessions.back().timeout_ms = least_timeout_ms;
        changes_.add("session.timeout-raised", "sessions whose timeout was not positive get one of a second",
                     hex(id));
    }
    for (const auto& [id, nodes] : rules.orphan_owners()) {
        sessions.push_back({.id = id, .timeout_ms = orphan_timeout_ms, .authentications = {}});
        changes_.add("session.added",
                     "sessions that own ephemeral nodes but stand in no table were added, so that the "
                     "nodes expire; "
                     "ZooKeeper would remove these nodes at its next start",
                     fmt::format("{} ({})", hex(id), counted(nodes, "node", "nodes")));
    }
    std::ranges::sort(sessions, {}, &tree::Session::id);
    return sessions;
}

void Conversion::describe_output(const SnapshotParts& parts) {
    report_.snapshot_version = parts.header.version;
    report_.digest_version = parts.header.digest_version;
    report_.digest = parts.header.digest;
    report_.log_index = parts.header.last_log_index;
    report_.session_id_counter = parts.header.session_id_counter;
    report_.readable_by = keeper::text_of(keeper::first_reader(parts.header.version)) + " and later";
}

ZooKeeperToKeeperReport zookeeper_to_keeper(io::FileSystem& files, const ZooKeeperToKeeperOptions& options,
                                            io::Meter* meter) {
    return Conversion(files, options, meter).run([&](const zookeeper::RestoreOptions& source) {
        return zookeeper::restore(files, source, meter);
    });
}

} // namespace keeperfs::convert
