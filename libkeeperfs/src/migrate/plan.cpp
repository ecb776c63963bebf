#include "keeperfs/migrate/plan.h"

#include "migrate/plan_rules.h"

#include "keeperfs/base/error.h"

#include <algorithm>

namespace keeperfs::migrate {

namespace {

/// The state first, since no server knows a marker for it; of the rest the oldest first, and the newest last:
/// without it a server would begin a new one.
int turn_of(const Move& move) {
    return move.kind == FileKind::state ? 0 : !move.is_newest ? 1 : move.kind == FileKind::snapshot ? 2 : 3;
}

void note_foreign(const Layout& layout, const Inventory& inventory, Plan& plan) {
    for (const OtherFile& file : inventory.foreign)
        plan.findings.push_back(finding_of(Severity::note, "disk.foreign", layout.file(file.place, file.name),
                                           "no server looks for this file here; it stays"));
}

} // namespace

const char* name_of(Action action) noexcept { return action == Action::copy ? "copy" : "drop_double"; }

bool Plan::is_safe() const noexcept {
    return std::ranges::none_of(findings,
                                [](const Finding& found) { return found.severity == Severity::error; });
}

std::uint64_t Plan::bytes() const noexcept {
    std::uint64_t bytes = 0;
    for (const Move& move : moves)
        bytes += move.action == Action::copy ? move.bytes : 0;
    return bytes;
}

Finding finding_of(Severity severity, const char* code, std::string file, std::string message,
                   std::string hint) {
    return {severity, code, std::move(file), std::nullopt, std::move(message), std::move(hint)};
}

Plan plan_migration(io::FileSystem& files, const Layout& layout, io::Meter* meter) {
    const Inventory inventory = take_inventory(files, layout);
    Plan plan;
    plan_state(files, layout, plan);
    plan_files(layout, inventory, FileKind::snapshot, plan);
    plan_files(layout, inventory, FileKind::log, plan);
    std::ranges::stable_sort(plan.moves, {}, turn_of);
    check_sources(layout, plan);
    check_targets(files, layout, plan);
    check_first_indices(layout, inventory, plan);
    check_copies(layout, inventory, plan, meter);
    note_foreign(layout, inventory, plan);
    return plan;
}

void refuse_unsafe(const Plan& plan, bool accept_unnamed) {
    for (const Finding& found : plan.findings)
        if (found.severity == Severity::error && !(accept_unnamed && found.code == unnamed_source_code))
            throw Error(ErrorKind::refused, found.message).file(found.file).hint(found.hint);
}

} // namespace keeperfs::migrate
