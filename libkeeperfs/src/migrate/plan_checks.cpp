#include "migrate/plan_rules.h"
#include "migrate/transfer.h"

#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace keeperfs::migrate {

const char* const unnamed_source_code = "disk.unnamed-source";

namespace {

bool moves_from(const Plan& plan, FileKind kind, std::size_t place) {
    return std::ranges::any_of(plan.moves,
                               [&](const Move& move) { return move.kind == kind && move.from == place; });
}
bool moves(const Plan& plan, const StoredFile& file) {
    return std::ranges::any_of(plan.moves, [&](const Move& move) {
        return move.kind == file.kind && move.name == file.name && move.from == file.place;
    });
}

/// Of one name on several disks, without markers.
using Copies = std::vector<const StoredFile*>;
std::vector<Copies> names_with_copies(const Inventory& inventory) {
    std::vector<Copies> several;
    for (const StoredFile& file : inventory.files) {
        if (file.kind == FileKind::state || file.has_marker)
            continue;
        Copies copies = inventory.copies(file.kind, file.name);
        std::erase_if(copies, [](const StoredFile* copy) { return copy->has_marker; });
        if (copies.size() > 1 && copies.front() == &file)
            several.push_back(std::move(copies));
    }
    return several;
}

bool are_same(const Layout& layout, const Copies& copies, Pace& pace) {
    const auto has_size_of_first = [&](const StoredFile* copy) {
        return copy->bytes == copies.front()->bytes;
    };
    if (!std::ranges::all_of(copies, has_size_of_first))
        return false;
    std::optional<Content> first;
    for (const StoredFile* copy : copies) {
        Content content = read_content(*layout.places[copy->place].disk, copy->name, pace);
        if (first && *first != content)
            return false;
        first = std::move(content);
    }
    return true;
}

} // namespace

void check_sources(const Layout& layout, Plan& plan) {
    std::vector<UnnamedSource> sources;
    for (const FileKind kind : {FileKind::log, FileKind::snapshot})
        for (const std::size_t place : layout.roles(kind).unnamed)
            if (moves_from(plan, kind, place))
                sources.push_back({kind, place});
    for (const UnnamedSource& source : sources)
        plan.findings.push_back(finding_of(
            Severity::error, unnamed_source_code, layout.places[source.place].name,
            fmt::format("the configuration of the server does not name this place among its old disks for "
                        "{}s: a server that starts before all of them are moved does not read what is "
                        "still here",
                        name_of(source.kind)),
            "Add the lines that keeperctl disk plan prints; --allow-unnamed-source goes on without them."));
    if (!sources.empty() && layout.lines_naming)
        plan.configuration_lines = layout.lines_naming(layout, sources);
}

void check_targets(io::FileSystem& files, const Layout& layout, Plan& plan) {
    std::map<std::size_t, std::uint64_t> needed;
    bool takes_newest_log = false;
    for (const Move& move : plan.moves) {
        if (move.action == Action::copy)
            needed[move.to] += move.bytes;
        takes_newest_log = takes_newest_log || (move.kind == FileKind::log && move.is_newest);
    }
    for (const std::size_t place : layout.unread_targets)
        if (needed.contains(place))
            plan.findings.push_back(finding_of(
                Severity::error, "disk.unread-target", layout.places[place].name,
                "the configuration of the server does not look for files here, and they would be lost to it",
                "Name this place there, or move the files to one that it names."));
    for (const auto& [place, bytes] : needed) {
        const std::string& directory = layout.places[place].directory;
        if (directory.empty() || !files.is_directory(directory))
            continue;
        if (const std::uint64_t free = files.free_space(directory); free < bytes)
            plan.findings.push_back(finding_of(
                Severity::error, "disk.no-space", layout.places[place].name,
                fmt::format("there is room for {}, and {} would come", size_text(free), size_text(bytes)),
                "Free space there first."));
    }
    if (layout.has_remote_latest_log && takes_newest_log)
        plan.findings.push_back(
            finding_of(Severity::warning, "disk.latest-log-not-local", layout.places[layout.logs.latest].name,
                       "the newest log would lie on a disk to which a server cannot append, and with "
                       "force_sync it does not start",
                       "Name a local disk as latest_log_storage_disk."));
}

void check_first_indices(const Layout& layout, const Inventory& inventory, Plan& plan) {
    std::map<std::uint64_t, const StoredFile*> by_index;
    for (const StoredFile& file : inventory.files) {
        if (file.kind != FileKind::log || file.has_marker)
            continue;
        const auto [known, is_new] = by_index.try_emplace(file.from, &file);
        const StoredFile& other = *known->second;
        if (!is_new && other.name != file.name && (moves(plan, file) || moves(plan, other)))
            plan.findings.push_back(finding_of(
                Severity::error, "disk.same-first-index", layout.file(file.place, file.name),
                fmt::format(
                    "this log and {} begin with one index: a server takes the one that it reads last, "
                    "and that would be another one after the move",
                    escaped(layout.file(other.place, other.name))),
                "Look at both with keeperctl log info, and move the one that is not wanted away by hand."));
    }
}

void check_copies(const Layout& layout, const Inventory& inventory, Plan& plan, io::Meter* meter) {
    const std::vector<Copies> several = names_with_copies(inventory);
    std::uint64_t bytes = 0;
    for (const Copies& copies : several)
        for (const StoredFile* copy : copies)
            bytes += copy->bytes;
    if (meter != nullptr && bytes > 0)
        meter->start("compared", bytes);
    Pace pace(std::nullopt, meter);
    for (const Copies& copies : several)
        if (!are_same(layout, copies, pace))
            plan.findings.push_back(finding_of(
                Severity::error, "disk.differing-copies", layout.file(copies[0]->place, copies[0]->name),
                fmt::format("this file and {} bear one name and differ",
                            escaped(layout.file(copies[1]->place, copies[1]->name))),
                "keeperctl disk verify reads both; move the one that is not wanted away by hand."));
}

} // namespace keeperfs::migrate
