#include "keeperfs/convert/snapshot_rewrite.h"

#include "convert/graft.h"
#include "convert/node_editor.h"
#include "convert/rewrite_next_steps.h"
#include "convert/rewrite_target.h"
#include "convert/snapshot_output.h"
#include "convert/snapshot_pass.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/inspect/digest_check.h"
#include "keeperfs/io/atomic_output.h"
#include "keeperfs/keeper/digest.h"
#include "keeperfs/keeper/releases.h"
#include "keeperfs/keeper/snapshot_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>

namespace keeperfs::convert {

namespace {

/// Paths that a message about damage names.
constexpr std::size_t most_named = 5;
/// How much smaller zstd may make what LZ4 made small.
constexpr std::uint64_t least_gain_of_zstd = 4;
/// About what a node takes beside its path and its data.
constexpr std::uint64_t fixed_bytes_of_node = 90;

constexpr const char* look_closer = "Look with `keeperctl snapshot verify`.";

class Rewrite {
public:
    Rewrite(io::FileSystem& files, const SnapshotRewriteOptions& options, io::Meter* meter)
        : files_(files), options_(options), meter_(meter), rules_(options.edits), tree_(rules_) {
        if (options.edits.graft)
            graft_.emplace(files, *options.edits.graft, meter);
    }

    SnapshotRewriteReport run() {
        const auto begun = std::chrono::steady_clock::now();
        file_ = files_.open_for_reading(options_.input);
        index();
        resolve();
        survey();
        write();
        report_.next_steps = next_steps(report_, options_);
        report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        return std::move(report_);
    }

private:
    io::FileSystem& files_;
    const SnapshotRewriteOptions& options_;
    io::Meter* meter_;
    std::shared_ptr<io::File> file_;
    EditRules rules_;
    EditedTree tree_;
    std::optional<Graft> graft_;
    bool graft_is_open_ = false; ///< in this reading its nodes have begun
    std::optional<AclPlan> acls_;
    SnapshotParts parts_; ///< of the snapshot that is written
    std::uint64_t payload_read_ = 0, payload_kept_ = 0;
    SnapshotRewriteReport report_;

    SnapshotPass pass(const char* stage) const { return {file_, options_.input, stage, meter_}; }
    NodeEditor editor(LossPlan& losses) const {
        return {rules_, tree_, *acls_, losses, parts_.header.version, parts_.header.zxid};
    }

    /// First reading: which nodes there are.
    void index() {
        SnapshotPass old = pass("reading the tree");
        begin(old.reader());
        keeper::SnapshotNode node;
        inspect::DigestCheck digest(old.reader().header());
        while (old.next(node)) {
            const std::string_view path = as_text(node.path);
            rules_.meet(path);
            digest.add(node);
            const std::uint64_t before = tree_.size();
            tree_.add(path);
            const std::uint64_t payload = node.path.size() + node.data.size() + fixed_bytes_of_node;
            payload_read_ += payload;
            payload_kept_ += tree_.size() == before ? 0 : payload;
        }
        if (digest.verdict() == inspect::DigestVerdict::differs)
            report_.findings.push_back(
                {Severity::warning,
                 "snapshot.digest",
                 options_.input,
                 {},
                 fmt::format("the digest {} does not match the nodes, which give {}", hex(digest.stored()),
                             hex(digest.computed())),
                 "What is written has the right one. Servers of 24.x to 26.x wrote wrong ones after "
                 "transactions that set an ACL."});
        report_.input.uncompressed_bytes = old.reader().offset();
        report_.input.nodes = old.reader().node_count();
        finish_header(old.reader());
        rules_.check_against_tree();
    }

    void begin(const keeper::SnapshotReader& reader) {
        const keeper::SnapshotHeader& header = reader.header();
        report_.input = {options_.input,        file_->size(), 0, header.version, reader.codec(),
                         header.digest_version, header.digest, 0};
        report_.log_index = header.last_log_index;
        report_.log_term = header.last_log_term;
        report_.output.codec = options_.codec.value_or(reader.codec());
        report_.output.version = options_.snapshot_version.value_or(
            std::max(header.version, keeper::snapshot_version::oldest_written));
        report_.output.file = choose_rewrite_target(files_, options_, report_.output.codec,
                                                    header.last_log_index, report_.findings);
        parts_.header = header;
        parts_.header.version = report_.output.version;
        if (options_.digest_version)
            parts_.header.digest_version = *options_.digest_version;
        else if (header.version < keeper::snapshot_version::zxid_and_digest)
            parts_.header.digest_version = 0;
    }

    /// What is known only behind the last node: version 0 has its ACLs in the nodes.
    void finish_header(const keeper::SnapshotReader& reader) {
        const bool is_for_newer = report_.output.version >= keeper::snapshot_version::slim_nodes;
        acls_.emplace(reader.acls(), is_for_newer ? EmptyLists::opened : EmptyLists::kept);
        for (const AclEdit& edit : options_.edits.acls)
            acls_->add(edit.list);
        parts_.acls = acls_->entries();
        if (reader.unknown_bytes() > 0)
            report_.changes.push_back({"end.left-out",
                                       reader.unknown_bytes(),
                                       "bytes behind the last section, which no server reads",
                                       {}});
        if (acls_->opened() > 0)
            report_.changes.push_back(
                {"acl.empty-opened",
                 acls_->opened(),
                 "ids of empty ACL lists are 0 now: both mean open to all, but Keeper 26.6 "
                 "refuses every request on nodes that have such an id",
                 {}});
        if (acls_->renumbered() > 0)
            report_.changes.push_back({"acl.renumbered",
                                       acls_->renumbered(),
                                       "ACL ids beyond 32 bits, which no release from 26.3 on can hold, are "
                                       "other numbers now; the lists are the same",
                                       {}});
    }

    /// What the other snapshot brings, behind the nodes of this one.
    void index_graft() {
        const GraftEdit& edit = graft_->edit();
        if (!tree_.has(parent_path(edit.to)))
            throw Error(ErrorKind::usage, fmt::format("--to: {} would have no parent: the snapshot has no {}",
                                                      escaped(edit.to), escaped(parent_path(edit.to))));
        if (edit.on_conflict == ConflictPolicy::refuse && tree_.has(edit.to))
            throw Error(ErrorKind::refused, fmt::format("{} is there already", escaped(edit.to)))
                .file(options_.input)
                .hint(
                    "--on-conflict keep adds what is missing below it, replace puts the imported subtree in "
                    "its place; --to imports to another path.");
        graft_->begin("reading what is imported");
        for (keeper::SnapshotNode node; graft_->next(node);)
            if (tree_.add_graft(as_text(node.path), node.seq_num))
                payload_kept_ += node.path.size() + node.data.size() + fixed_bytes_of_node;
            else
                graft_->pass_over();
        graft_->end_first_reading(*acls_);
        parts_.acls = acls_->entries();
        for (Change& change : graft_->changes().take())
            report_.changes.push_back(std::move(change));
        if (graft_->greatest_zxid() > parts_.header.zxid) {
            report_.changes.push_back(
                {"import.zxid-lifted",
                 1,
                 "zxid of the snapshot became that of the newest imported node, so that "
                 "no zxid is given twice",
                 {hex(parts_.header.zxid) + " becomes " + hex(graft_->greatest_zxid())}});
            parts_.header.zxid = graft_->greatest_zxid();
        }
        report_.imported = {edit.file, edit.from, edit.to, graft_->nodes(), graft_->passed_over()};
    }

    void resolve() {
        if (const auto second = tree_.find_duplicate())
            refuse_duplicate(*second);
        if (!tree_.has("/"))
            throw Error(ErrorKind::bad_input, "the snapshot is damaged: it has no root")
                .file(options_.input)
                .hint(look_closer);
        if (graft_) {
            index_graft();
            if (tree_.find_duplicate())
                throw Error(ErrorKind::bad_input, "the snapshot is damaged: a path is in it twice")
                    .file(graft_->edit().file)
                    .hint(look_closer);
        }
        for (const auto& [from, to] : rules_.renames())
            if (rules_.keeps(from) && !tree_.has(parent_path(to)))
                throw Error(ErrorKind::usage,
                            fmt::format("--rename-path: {} would have no parent: the tree that is written "
                                        "has no {}",
                                        escaped(to), escaped(parent_path(to))));
        tree_.resolve();
        report_.orphans = tree_.orphans();
        if (tree_.orphans() > 0 && !options_.drop_orphans)
            refuse_orphans();
        report_.dropped_nodes = tree_.dropped();
        report_.renamed_nodes = tree_.renamed();
        report_.output.nodes = parts_.node_count = tree_.size() - tree_.orphans();
        refuse_without_room(files_, report_.output.file, estimated_bytes());
    }

    std::uint64_t estimated_bytes() const {
        const double kept = static_cast<double>(payload_kept_) /
                            static_cast<double>(std::max<std::uint64_t>(payload_read_, 1));
        const bool is_denser = report_.input.codec == keeper::SnapshotCodec::lz4_blocks &&
                               report_.output.codec == keeper::SnapshotCodec::zstd;
        return static_cast<std::uint64_t>(kept * static_cast<double>(report_.input.bytes)) /
               (is_denser ? least_gain_of_zstd : 1);
    }

    /// One more reading, for the names of nodes that the rules keep: is_meant(number, path when written).
    template <class F> std::vector<std::string> paths_where(F is_meant, std::size_t most) const {
        std::vector<std::string> paths;
        SnapshotPass old(file_, options_.input, "", nullptr);
        keeper::SnapshotNode node;
        std::string buffer;
        for (tree::NodeId id = 0; paths.size() < most && old.next(node);) {
            const std::string_view path = as_text(node.path);
            if (rules_.keeps(path) && is_meant(id++, rules_.renamed(path, buffer)))
                paths.emplace_back(path);
        }
        return paths;
    }

    [[noreturn]] void refuse_duplicate(tree::NodeId second) const {
        std::string target;
        paths_where(
            [&](tree::NodeId id, std::string_view path) {
                target = path;
                return id == second;
            },
            1);
        const auto both = paths_where([&](tree::NodeId, std::string_view path) { return path == target; }, 2);
        if (both.size() == 2 && both[0] != both[1])
            throw Error(ErrorKind::usage, fmt::format("--rename-path: {} and {} would both become {}",
                                                      escaped(both[0]), escaped(both[1]), escaped(target)));
        throw Error(ErrorKind::bad_input,
                    fmt::format("the snapshot is damaged: {} is in it twice", escaped(target)))
            .file(options_.input)
            .hint(look_closer);
    }

    [[noreturn]] void refuse_orphans() const {
        std::string list;
        for (const std::string& path :
             paths_where([&](tree::NodeId id, std::string_view) { return tree_.is_orphan(id); }, most_named))
            list += "\n  " + escaped(path);
        throw Error(ErrorKind::bad_input,
                    fmt::format("the snapshot is damaged: {} no parent in it, or hang below such a node:{}{}",
                                counted(tree_.orphans(), "node has", "nodes have"), list,
                                tree_.orphans() > most_named ? "\n  ..." : ""))
            .file(options_.input)
            .hint(std::string(look_closer) + " --drop-orphans leaves them out.");
    }

    /// Second reading: what is lost, the digest, and the parents that change.
    void survey() {
        LossPlan losses(parts_.header.version);
        losses.fit(parts_.header);
        parts_.header.digest = 0;
        SnapshotPass old = pass("surveying the tree");
        NodeEditor edited = editor(losses);
        keeper::SnapshotNode node;
        while (next_of(old, edited, node))
            if (parts_.header.digest_version != 0)
                parts_.header.digest += keeper::node_digest(parts_.header.digest_version, node);
        losses.refuse_unless_accepted(options_.accepted_losses);
        report_.losses = losses.take();
        for (Change& change : edited.changes().take())
            report_.changes.push_back(std::move(change));
        report_.parents = edited.take_parents();
        std::ranges::sort(report_.parents, {}, &ChangedParent::path);
        report_.acl_nodes = edited.acl_nodes();
        report_.tree_changed =
            edited.has_changed_a_node() || report_.dropped_nodes > 0 || report_.orphans > 0;
        report_.output.digest_version = parts_.header.digest_version;
        report_.output.digest = parts_.header.digest;
        report_.zxid = parts_.header.zxid;
        report_.readable_by = keeper::text_of(keeper::first_reader(parts_.header.version)) + " and later";
    }

    bool next_of(SnapshotPass& old, NodeEditor& edited, keeper::SnapshotNode& node) {
        while (old.next(node)) {
            try {
                if (edited.edit(node))
                    return true;
            } catch (Error& error) {
                if (error.kind() == ErrorKind::bad_input)
                    error.file(options_.input);
                throw;
            }
        }
        return graft_ && next_graft(edited, node);
    }

    bool next_graft(NodeEditor& edited, keeper::SnapshotNode& node) {
        if (!graft_is_open_)
            graft_->begin("reading what is imported");
        graft_is_open_ = graft_->next(node);
        if (graft_is_open_)
            edited.take(node);
        return graft_is_open_;
    }

    /// Third reading.
    void write() {
        LossPlan losses(parts_.header.version);
        SnapshotPass old = pass("writing and verifying");
        NodeEditor edited = editor(losses);
        const SnapshotContent content{
            .next_node = [&](keeper::SnapshotNode& node) { return next_of(old, edited, node); },
            .end =
                [&](SnapshotParts& parts) {
                    parts.sessions = old.reader().sessions();
                    parts.cluster_configuration = old.reader().cluster_configuration().value_or("");
                }};
        if (options_.dry_run) {
            report_.output.uncompressed_bytes = encode_snapshot(parts_, content);
            return;
        }
        io::AtomicOutput output(files_, report_.output.file,
                                options_.force ? io::FileSystem::Existing::replace
                                               : io::FileSystem::Existing::keep);
        try {
            const WrittenSnapshot written =
                write_snapshot(files_, output, parts_, content,
                               {report_.output.codec, options_.compression_level, options_.threads});
            report_.output.uncompressed_bytes = written.bytes;
            report_.sha256 = written.sha256;
        } catch (Error& error) {
            error.file(output.temporary_path());
            throw;
        }
        report_.output.bytes = output.bytes_written();
        output.commit();
        report_.written = true;
    }
};

} // namespace

SnapshotRewriteReport rewrite_snapshot(io::FileSystem& files, const SnapshotRewriteOptions& options,
                                       io::Meter* meter) {
    if (options.output_file.empty() == options.output_dir.empty())
        throw Error(ErrorKind::usage, "give either --output or --output-dir");
    return Rewrite(files, options, meter).run();
}

} // namespace keeperfs::convert
