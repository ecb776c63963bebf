#include "convert/graft.h"

#include "keeper/path_check.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace keeperfs::convert {

namespace {

constexpr std::string_view keeper_path = "/keeper";

bool is_at_or_below(std::string_view path, std::string_view top) {
    return top == "/" || path == top || (path.starts_with(top) && path[top.size()] == '/');
}

void check_path(std::string_view option, const std::string& path) {
    if (!keeper::is_well_formed_path(as_bytes(path)))
        throw Error(ErrorKind::usage, fmt::format("{}: {} is not the path of a node", option, escaped(path)));
    if (is_at_or_below(path, keeper_path))
        throw Error(ErrorKind::usage, fmt::format("{}: {} belongs to the server", option, escaped(path)));
}

} // namespace

Graft::Graft(io::FileSystem& files, const GraftEdit& edit, io::Meter* meter) : edit_(edit), meter_(meter) {
    check_path("--path", edit.from);
    check_path("--to", edit.to);
    if (edit.to == "/")
        throw Error(ErrorKind::usage, "--to: / is the root, which every snapshot has")
            .hint("Import what is below it, one node after the other.");
    file_ = files.open_for_reading(edit.file);
}

void Graft::begin(const char* stage) {
    pass_.reset();
    pass_.emplace(file_, edit_.file, stage, meter_);
    number_ = 0;
}

bool Graft::next(keeper::SnapshotNode& node) {
    while (pass_->next(node)) {
        if (!is_meant(node))
            continue;
        if (is_first_) {
            look_at(node);
            passed_over_.push_back(false);
            ++nodes_;
            ++number_;
        } else {
            if (number_ == passed_over_.size())
                throw Error(ErrorKind::bad_input, "the file changed while it was read").file(edit_.file);
            if (passed_over_[number_++])
                continue;
            node.acl_id = acl_ids_.at(node.acl_id);
        }
        rename(node);
        return true;
    }
    return false;
}

bool Graft::is_meant(const keeper::SnapshotNode& node) {
    const std::string_view path = as_text(node.path);
    if (!is_at_or_below(path, edit_.from) || is_at_or_below(path, keeper_path))
        return false;
    if (!node.is_ephemeral())
        return true;
    if (is_first_)
        changes_.add(
            "import.ephemeral-left-out",
            "ephemeral nodes left out; their sessions are not in the snapshot into which they would come",
            path);
    return false;
}

void Graft::look_at(const keeper::SnapshotNode& node) {
    has_top_ = has_top_ || as_text(node.path) == edit_.from;
    acl_ids_.emplace(node.acl_id, 0);
    greatest_zxid_ = std::max({greatest_zxid_, node.stat.czxid, node.stat.mzxid, node.stat.pzxid});
}

void Graft::rename(keeper::SnapshotNode& node) {
    const std::string_view path = as_text(node.path);
    path_ = edit_.to;
    if (path != edit_.from)
        path_ += edit_.from == "/" ? path : path.substr(edit_.from.size());
    node.path = as_bytes(path_);
}

void Graft::pass_over() {
    passed_over_.back() = true;
    ++passed_over_count_;
    --nodes_;
}

void Graft::end_first_reading(AclPlan& acls) {
    is_first_ = false;
    if (!has_top_)
        throw Error(ErrorKind::usage, fmt::format("--path: {} is not in the snapshot", escaped(edit_.from)))
            .file(edit_.file);
    const std::vector<keeper::AclMapEntry>& map = pass_->reader().acls();
    for (auto& [id, mine] : acl_ids_) {
        if (id == 0)
            continue;
        const auto entry = std::ranges::find(map, id, &keeper::AclMapEntry::id);
        if (entry == map.end())
            throw Error(ErrorKind::bad_input, fmt::format("the ACL {} of a node is not in the map", id))
                .file(edit_.file)
                .hint("Look with `keeperctl snapshot verify`.");
        acls.add(entry->list);
        mine = acls.id_of(entry->list);
    }
}

} // namespace keeperfs::convert
