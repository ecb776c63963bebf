#include "convert/bulk_recorder.h"

#include "convert/bulk_tree.h"
#include "convert/file_hash.h"
#include "convert/target.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/metered_source.h"

#include <fmt/format.h>

#include <filesystem>

namespace keeperfs::convert {

namespace {

[[noreturn]] void refuse(const std::string& why) {
    throw Error(ErrorKind::refused, "such a result cannot be caught up later: " + why)
        .hint("Convert without --catch-up-file, and convert again in full once ZooKeeper is stopped.");
}

/// Joins the node to the last run where it can.
void add_to(std::vector<BulkNotes::Run>& runs, std::uint64_t node) {
    if (!runs.empty() && runs.back().first + runs.back().count == node)
        ++runs.back().count;
    else
        runs.push_back({node, 1});
}
void add_to(std::vector<BulkNotes::AclRun>& runs, std::uint64_t node, std::uint32_t list) {
    if (!runs.empty() && runs.back().list == list &&
        runs.back().nodes.first + runs.back().nodes.count == node)
        ++runs.back().nodes.count;
    else
        runs.push_back({{node, 1}, list});
}

/// The list that an id of the result stands for.
tree::AclList list_of(const AclMapping& acls, std::uint64_t id) {
    return id == 0 ? tree::AclList{{tree::permission::all, "world", "anyone"}} : acls.entries()[id - 1].list;
}

BulkNotes::InputFile hashed(io::FileSystem& files, const std::string& path, io::Meter* meter) {
    auto source = io::metered_file(files, path, meter);
    const std::uint64_t size = source.remaining().value_or(0);
    return {path, size, sha256_of(source)};
}

} // namespace

void check_catch_up_file(io::FileSystem& files, const ZooKeeperToKeeperOptions& options) {
    if (options.sessions == SessionPolicy::drop || !options.drop_paths.empty())
        refuse("nodes that are left out now may be touched by what ZooKeeper's logs bring");
    const auto directory = std::filesystem::absolute(options.catch_up_file).lexically_normal().parent_path();
    if (!files.is_directory(directory.string()))
        throw Error(ErrorKind::bad_output, "the directory for the catch-up file does not exist")
            .file(options.catch_up_file);
    for (const std::string& other :
         {options.output_dir, options.source.snapshots_dir, options.source.logs_dir})
        if (same_directory(directory.string(), other))
            throw Error(ErrorKind::refused, "the catch-up file must not lie among the files of a server")
                .file(options.catch_up_file)
                .hint("Put it beside the report, in a directory of its own.");
}

BulkRecorder::BulkRecorder(const zookeeper::RestoredTree& tree, const ZooKeeperToKeeperOptions& options,
                           const AclMapping& acls)
    : tree_(tree), ordered_ids_(zookeeper::TreeLinks(tree).ordered_ids()) {
    const zookeeper::RestoreReport& source = tree.report();
    if (source.missing_transactions > 0)
        refuse("transactions are missing");
    if (source.digests_agreed != source.digests_compared)
        refuse("the tree differs from the digests that ZooKeeper recorded");
    if (source.nodes_without_acl > 0)
        refuse("nodes have an ACL that is in no table");
    notes_.options = options;
    for (std::uint32_t place = 0; place < tree.acls().size(); ++place) {
        noted_lists_.push_back(unchanged);
        if (tree.acl_uses(place) == 0 || list_of(acls, acls.id_of(place)) == tree.acls()[place])
            continue;
        noted_lists_.back() = static_cast<std::uint32_t>(notes_.acl_lists.size());
        notes_.acl_lists.push_back(tree.acls()[place]);
    }
}

/// Whether an owner is a session must follow from the session table alone.
void BulkRecorder::check_kind(const zookeeper::RestoredNode& from) const {
    const auto kind = [&](bool is_session) {
        return zookeeper::meaning_of_owner(from.stat.ephemeral_owner, is_session,
                                           notes_.options.emulate_353_ttl)
            .kind;
    };
    if (kind(from.owner_is_session) != kind(tree_.sessions().contains(from.stat.ephemeral_owner)))
        refuse(fmt::format("{} has an owner that stands in no table and looks like a TTL",
                           escaped(as_text(from.path))));
}

void BulkRecorder::note(const zookeeper::RestoredNode& from, const keeper::SnapshotNode& to) {
    const std::uint64_t number = notes_.nodes++;
    const zookeeper::SnapshotNode plain = plain_origin(to);
    if (from.id < ordered_ids_)
        ++notes_.ordered_nodes;
    else if (from.stat.ephemeral_owner != 0)
        late_parents_.emplace(as_text(from.path).substr(0, as_text(from.path).rfind('/')));
    if (from.stat.ephemeral_owner != 0)
        check_kind(from);
    if (from.data_is_null)
        add_to(notes_.null_data, number);
    if (const std::uint32_t list = noted_lists_[from.acl]; list != unchanged)
        add_to(notes_.acl_runs, number, list);
    if (plain.stat.ephemeral_owner != from.stat.ephemeral_owner || plain.stat.cversion != from.stat.cversion)
        notes_.stored_stats.push_back({number, from.stat.ephemeral_owner, from.stat.cversion});
}

BulkNotes BulkRecorder::finish(io::FileSystem& files, const ZooKeeperToKeeperReport& report,
                               io::Meter* meter) {
    if (meter != nullptr)
        meter->start("hashing what was read", 0);
    if (report.source.snapshot)
        notes_.inputs.push_back(hashed(files, report.source.snapshot->path, meter));
    for (const zookeeper::UsedLog& log : report.source.logs)
        notes_.inputs.push_back(hashed(files, log.file.path, meter));
    notes_.result = {std::filesystem::absolute(report.output_file).lexically_normal().string(),
                     report.output_bytes, report.output_sha256};
    notes_.end = tree_.end();
    for (const auto& [id, timeout] : tree_.sessions())
        notes_.sessions.push_back({.id = id, .timeout_ms = timeout, .authentications = {}});
    notes_.late_parents.assign(late_parents_.begin(), late_parents_.end());
    return std::move(notes_);
}

} // namespace keeperfs::convert
