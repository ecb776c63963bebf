#include "convert/edit_rules.h"

#include "convert/acl_text.h"
#include "keeper/path_check.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace keeperfs::convert {

namespace {

constexpr std::string_view keeper_path = "/keeper";
/// Names of sequential nodes end in the counter, padded with zeros to this many digits.
constexpr std::size_t sequence_digits = 10;
constexpr std::int64_t first_longer_number = 10'000'000'000;

bool is_at_or_below(std::string_view path, std::string_view top) {
    return path == top || (path.starts_with(top) && path[top.size()] == '/');
}

[[noreturn]] void cannot_be_meant(std::string_view option, std::string_view path, std::string_view why) {
    throw Error(ErrorKind::usage, fmt::format("{}: {} {}", option, escaped(path), why));
}

/// The counter that the name of a child of a node with counter `next` ends in; -1 for another name.
std::int64_t sequence_of(std::string_view name, std::int64_t next) {
    const std::size_t other = name.find_last_not_of("0123456789");
    std::string_view digits = other == std::string_view::npos ? name : name.substr(other + 1);
    if (digits.size() < sequence_digits)
        return -1;
    // A prefix may end in digits too; only a number that is longer itself can be told from it.
    if (next < first_longer_number)
        digits.remove_prefix(digits.size() - sequence_digits);
    std::int64_t value = -1;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return problem == std::errc() ? value : -1;
}

} // namespace

std::optional<AclEdit> parse_acl_edit(std::string_view text) {
    // Paths and ids may hold '=', so the list is looked for by what it must begin with.
    for (std::size_t equals = text.find('='); equals != std::string_view::npos;
         equals = text.find('=', equals + 1)) {
        AclEdit edit{std::string(text.substr(0, equals)), {}, false};
        bool is_list = true;
        std::string_view rest = text.substr(equals + 1);
        while (is_list && !rest.empty()) {
            const auto [entry, behind] = split_at(rest, ',');
            const auto target = parse_acl_target(entry);
            is_list = target.has_value();
            if (target)
                edit.list.push_back(
                    {target->permissions.value_or(tree::permission::all), target->scheme, target->id});
            rest = behind;
        }
        if (is_list && !edit.list.empty())
            return edit;
    }
    return std::nullopt;
}

std::optional<RenameEdit> parse_rename_edit(std::string_view text) {
    const std::size_t middle = text.find("=/");
    if (middle == std::string_view::npos || text.rfind("=/") != middle)
        return std::nullopt;
    return RenameEdit{std::string(text.substr(0, middle)), std::string(text.substr(middle + 1))};
}

EditRules::EditRules(const SnapshotEdits& edits) {
    for (const std::string& path : edits.drop_paths) {
        if (path == "/")
            cannot_be_meant("--drop-path", path, "is the root, without which no server loads a snapshot");
        dropped_.insert(named("--drop-path", path), 0);
    }
    for (const std::string& path : edits.keep_paths)
        kept_.insert(named("--keep-path", path), 0);
    for (const AclEdit& edit : edits.acls)
        add_acl(edit);
    for (const RenameEdit& edit : edits.renames)
        add_rename(edit);
    for (const SequenceEdit& edit : edits.sequences) {
        const std::string path = named("the counter", edit.path);
        if (edit.next < 0)
            cannot_be_meant("the counter", path, "would become negative");
        if (!sequences_.insert(path, {edit, -1}))
            cannot_be_meant("the counter", path, "is set twice");
    }
    // It need not be there.
    if (edits.graft && edits.graft->on_conflict == ConflictPolicy::replace)
        dropped_.insert(edits.graft->to, 0);
}

/// Remembers the path, which the tree must have.
std::string EditRules::named(std::string_view option, const std::string& path) {
    const std::string tidy = path.size() > 1 && path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
    if (!keeper::is_well_formed_path(as_bytes(tidy)))
        cannot_be_meant(option, path, "is no path of a node: it begins with a slash and has no empty names");
    named_.insert(tidy, {std::string(option), false});
    return tidy;
}

void EditRules::add_acl(const AclEdit& edit) {
    const std::string option = edit.recursive ? "--set-acl-recursive" : "--set-acl";
    const std::string path = named(option, edit.path);
    if (is_at_or_below(path, keeper_path))
        cannot_be_meant(option, path, "belongs to the server");
    if (!(edit.recursive ? acls_below_ : acls_).insert(path, edit.list))
        cannot_be_meant(option, path, "is given twice");
}

void EditRules::add_rename(const RenameEdit& edit) {
    constexpr std::string_view option = "--rename-path";
    const std::string from = named(option, edit.from);
    const std::string to =
        edit.to.size() > 1 && edit.to.ends_with('/') ? edit.to.substr(0, edit.to.size() - 1) : edit.to;
    if (!keeper::is_well_formed_path(as_bytes(to)))
        cannot_be_meant(option, edit.to, "is no path of a node");
    if (from == "/" || to == "/")
        cannot_be_meant(option, "/", "is the root, which keeps its name");
    if (is_at_or_below(from, keeper_path) || is_at_or_below(to, keeper_path))
        cannot_be_meant(option, is_at_or_below(from, keeper_path) ? from : to,
                        "belongs to the server; no client can use what is there");
    if (is_at_or_below(to, from))
        cannot_be_meant(option, from,
                        fmt::format("cannot become {}, which is the same or below it", escaped(to)));
    if (!renames_.insert(from, to))
        cannot_be_meant(option, from, "is given twice");
}

bool EditRules::keeps(std::string_view path) const {
    if (dropped_.nearest(path) != nullptr)
        return false;
    return kept_.empty() || path == "/" || is_at_or_below(path, keeper_path) ||
           kept_.nearest(path) != nullptr || kept_.has_below(path);
}

std::string_view EditRules::renamed(std::string_view path, std::string& buffer) const {
    const auto* const rule = renames_.nearest(path);
    if (rule == nullptr)
        return path;
    buffer = rule->second;
    buffer += path.substr(rule->first.size());
    return buffer;
}

const tree::AclList* EditRules::acl_for(std::string_view path) const {
    if (const tree::AclList* const own = acls_.at(path))
        return own;
    const auto* const above = acls_below_.nearest(path);
    return above == nullptr || is_at_or_below(path, keeper_path) ? nullptr : &above->second;
}

void EditRules::meet(std::string_view path) {
    if (named_.empty())
        return;
    if (NamedPath* const own = named_.at(path))
        own->met = true;
    if (sequences_.empty() || path == "/")
        return;
    const std::string_view parent = parent_path(path);
    if (SequenceState* const counter = sequences_.at(parent))
        counter->greatest_child = std::max(counter->greatest_child,
                                           sequence_of(path.substr(path.rfind('/') + 1), counter->edit.next));
}

void EditRules::check_against_tree() const {
    for (const auto& [path, what] : named_)
        if (!what.met)
            cannot_be_meant(what.option, path, "is not in the snapshot");
    for (const auto& [path, counter] : sequences_)
        if (counter.edit.next <= counter.greatest_child && !counter.edit.allow_reuse)
            throw Error(ErrorKind::refused,
                        fmt::format("{} has a child with the number {}; a counter of {} would hand out names "
                                    "that are taken or were",
                                    escaped(path), counter.greatest_child, counter.edit.next))
                .hint(fmt::format("Set it to {} or more, or use --allow-reuse.", counter.greatest_child + 1));
}

} // namespace keeperfs::convert
