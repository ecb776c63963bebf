// Against releases.md 1.1: a tree that needs more than the version in which a server writes holds ends its
// snapshots, not the server: it goes on, and its log grows for ever.
#include "config/checkup.h"

#include "keeperfs/base/text.h"
#include "keeperfs/inspect/snapshot_stats.h"
#include "keeperfs/inspect/stored_state.h"
#include "keeperfs/keeper/snapshot_format.h"

#include <fmt/format.h>

#include <utility>

namespace keeperfs::inspect {

namespace {

namespace version = keeper::snapshot_version;

/// What only later versions hold.
struct Need {
    int version = 0;
    std::string what;
};

Need need_of(const SnapshotSummary& snapshot) {
    if (snapshot.containers > 0)
        return {version::containers, counted(snapshot.containers, "container", "containers")};
    if (snapshot.ttl_nodes > 0)
        return {version::ttl, counted(snapshot.ttl_nodes, "TTL node", "TTL nodes")};
    if (!std::in_range<std::int32_t>(snapshot.greatest_seq_num))
        return {version::wide_sequence,
                fmt::format("a sequence counter of {}",
                            grouped(static_cast<std::uint64_t>(snapshot.greatest_seq_num)))};
    return {};
}

const config::Setting& the_setting() {
    return *config::find_setting(config::Section::coordination_settings, "write_snapshot_version");
}

/// The version in which a server of the release writes with this configuration.
std::int64_t written_version(const config::Checkup& checkup, config::Release release) {
    if (presence_in(the_setting().lifetime, release) == config::Presence::unknown)
        return keeper::default_snapshot_version(release);
    return checkup.number(the_setting(), release).value_or(keeper::default_snapshot_version(release));
}

class Comparison {
public:
    Comparison(config::Checkup& checkup, const SnapshotSummary& newest)
        : checkup_(checkup), newest_(newest), need_(need_of(newest)) {}

    void compare(config::Release release) {
        if (keeper::newest_readable_snapshot_version(release) < newest_.header.version)
            return; // it does not start: fsck says so
        const std::int64_t written = written_version(checkup_, release);
        if (written < need_.version)
            add(release, "stored.version-too-low",
                fmt::format("the newest snapshot has {}, and snapshots of version {} cannot hold that: the "
                            "server goes on without any",
                            need_.what, written),
                fmt::format("Set coordination_settings.write_snapshot_version to {} or later.",
                            need_.version));
        else if (written < version::wide_sequence && newest_.greatest_seq_num >= SequenceCounters::near_limit)
            add(release, "stored.counter-near-limit",
                fmt::format("a sequence counter stands at {} of {}, behind which there are no more snapshots "
                            "of version {}",
                            grouped(static_cast<std::uint64_t>(newest_.greatest_seq_num)),
                            grouped(static_cast<std::uint64_t>(SequenceCounters::limit)), written),
                "From 26.3 on write_snapshot_version can be 7, which has no such limit.");
    }

private:
    config::Checkup& checkup_;
    const SnapshotSummary& newest_;
    Need need_;

    void add(config::Release release, const char* code, std::string message, std::string hint) {
        checkup_.add(release, code, config::below(config::coordination_section, the_setting().name),
                     std::move(message), std::move(hint));
    }
};

} // namespace

std::vector<config::ConfigFinding> compare_snapshot_version(const config::Configuration& configuration,
                                                            const config::CheckPlan& plan,
                                                            const SnapshotSummary& newest) {
    config::Checkup checkup(configuration, plan);
    Comparison comparison(checkup, newest);
    for (const config::Release release : config::releases_of(plan))
        comparison.compare(release);
    return checkup.findings();
}

} // namespace keeperfs::inspect
