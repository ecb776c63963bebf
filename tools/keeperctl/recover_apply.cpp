#include "commands.h"
#include "console/consent.h"
#include "console/progress_bar.h"
#include "recovery_options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <algorithm>

using namespace keeperfs;
using recover::Survivors;

namespace {

constexpr CommandText text{"apply",
                           "A survivor's files with other members, from which a server starts as it is",
                           R"(  keeperctl recover apply keeper1/coordination --single --id 1 --to recovered
  keeperctl recover apply keeper1/coordination keeper2/coordination --server 1=keeper1:9234 --to recovered
  keeperctl recover apply /var/lib/clickhouse/coordination --single --id 1 --in-place)"};

struct Options {
    std::vector<std::string> directories;
    std::string choose;
    MemberOptions members;
    RecoveryOptions recovery;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("DIR", directories, "Data of a member that is left; one for each")
            ->type_name("")
            ->required();
        app.add_option("--choose", choose, "Take this one of them, and not the best")
            ->type_name("DIR")
            ->group("The survivor");
        members.add_to(app);
        recovery.add_to(app, true);
        console.add_to(app);
    }
};

std::size_t chosen_place(const Options& options, const Survivors& survivors) {
    if (options.choose.empty())
        return 0;
    const auto found = std::ranges::find(survivors.all, options.choose, &recover::Survivor::directory);
    if (found == survivors.all.end())
        throw Error(ErrorKind::usage,
                    fmt::format("--choose: {} is none of the directories", escaped(options.choose)));
    return static_cast<std::size_t>(found - survivors.all.begin());
}

void ask_for_a_worse_one(const Options& options, const Survivors& survivors,
                         const recover::Survivor& chosen) {
    if (chosen.last < survivors.best().last)
        console::require_consent(
            options.recovery.yes,
            fmt::format("{} ends with record {} of term {}, and {} with record {} of term {}: what it lacks "
                        "will be lost.",
                        escaped(chosen.directory), chosen.last.index, chosen.last.term,
                        escaped(survivors.best().directory), survivors.best().last.index,
                        survivors.best().last.term),
            chosen.directory);
}

std::vector<keeper::ClusterServer> stored_members(const recover::Survivor& survivor) {
    return survivor.membership ? survivor.membership->servers : std::vector<keeper::ClusterServer>();
}

RecoveryAnswer recover_one(const Options& options, io::Meter& meter) {
    const Survivors survivors =
        recover::find_survivors(io::FileSystem::system(), {options.directories, true}, &meter);
    const std::size_t place = chosen_place(options, survivors);
    const recover::Survivor& chosen = survivors.all[place];
    const auto stored = stored_members(chosen);
    const MemberOptions::Members members = options.members.members(stored);
    options.recovery.check_stopped(members.all);
    for (const keeper::ClusterServer& server : stored)
        if (server.id == members.own.id)
            options.recovery.check_stopped({server});
    recover::refuse_disagreement(survivors);
    const recover::Choice choice = recover::choose_one(survivors, place);
    recover::refuse_loss(choice, options.recovery.accept_loss);
    ask_for_a_worse_one(options, survivors, chosen);
    recover::Recovery recovery =
        recover::plan_recovery(choice.scans, choice.log, {members.all, options.recovery.way()});
    RecoveryAnswer answer = options.recovery.recover(chosen.directory, choice, std::move(recovery), meter);
    answer.next_steps = next_steps_of_recovery(answer, members.own.id);
    return answer;
}

int run(const Options& options) {
    options.recovery.check(options.directories);
    RecoveryAnswer answer;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        answer = recover_one(options, meter);
    }
    deliver(answer, options.console);
    return 0;
}

} // namespace

void add_recover_apply(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
