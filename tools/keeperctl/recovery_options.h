#pragma once
// What the commands that write other members into a Keeper's files share.
#include "console/console.h"
#include "recovery_report.h"

#include "keeperfs/io/progress.h"
#include "keeperfs/recover/choice.h"
#include "keeperfs/recover/recovery.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

/// Who shall be a member.
struct MemberOptions {
    std::vector<std::string> servers = {};
    std::optional<std::int32_t> id = {};
    bool single = false;

    void add_to(CLI::App& app);
    /// `stored`: those before. Also which of them the survivor is, as it was and as it will be.
    struct Members {
        std::vector<keeperfs::keeper::ClusterServer> all;
        keeperfs::keeper::ClusterServer own;
    };
    Members members(const std::vector<keeperfs::keeper::ClusterServer>& stored) const;
};

/// How the members get in, and where the files go.
struct RecoveryOptions {
    std::string via = "auto", to, backup_dir;
    bool in_place = false, yes = false, no_port_check = false;
    std::uint64_t accept_loss = 0;

    void add_to(CLI::App& app, bool may_be_in_place);
    std::optional<keeperfs::recover::Way> way() const;

    /// Before anything is read: the target, and that no server runs on the directories.
    void check(const std::vector<std::string>& directories) const;
    /// Error(in_use) when one of them is up.
    void check_stopped(const std::vector<keeperfs::keeper::ClusterServer>& servers) const;
    /// Writes, with consent where it is in place.
    RecoveryAnswer recover(std::string survivor, const keeperfs::recover::Choice& choice,
                           keeperfs::recover::Recovery recovery, keeperfs::io::Meter& meter) const;
};

/// What is to be done with what was written; `id`: of the survivor.
std::vector<std::string> next_steps_of_recovery(const RecoveryAnswer& answer, std::int32_t id);

void deliver(const RecoveryAnswer& answer, const console::ConsoleOptions& console);
