#include "commands.h"
#include "console/progress_bar.h"
#include "recovery_options.h"

#include "keeperfs/base/text.h"

using namespace keeperfs;
using recover::Survivors;

namespace {

constexpr CommandText text{
    "assemble", "The longest log that the survivors' files prove together, with other members",
    R"(  keeperctl recover assemble keeper1/coordination keeper2/coordination --single --id 1 --to recovered
  keeperctl recover assemble a b c --server 1=keeper1:9234 --to recovered --accept-loss 3)"};

struct Options {
    std::vector<std::string> directories;
    MemberOptions members;
    RecoveryOptions recovery;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("DIR", directories, "Data of a member that is left; one for each")
            ->type_name("")
            ->required();
        members.add_to(app);
        recovery.add_to(app, false);
        console.add_to(app);
    }
};

std::vector<std::string> sources_of(const recover::Recovery& recovery, const Survivors& survivors) {
    std::vector<bool> is_used(survivors.all.size());
    for (const inspect::RepairedLog& log : recovery.files.logs)
        is_used[log.pieces.front().directory] = true;
    for (const inspect::CopiedSnapshot& snapshot : recovery.files.snapshots)
        is_used[snapshot.directory] = true;
    std::vector<std::string> sources;
    for (std::size_t place = 1; place < is_used.size(); ++place)
        if (is_used[place])
            sources.push_back(survivors.all[place].directory);
    return sources;
}

RecoveryAnswer assemble(const Options& options, io::Meter& meter) {
    const Survivors survivors =
        recover::find_survivors(io::FileSystem::system(), {options.directories, true}, &meter);
    const auto& before = survivors.best().membership;
    const MemberOptions::Members members =
        options.members.members(before ? before->servers : std::vector<keeper::ClusterServer>());
    options.recovery.check_stopped(members.all);
    recover::refuse_divergence(survivors);
    const recover::Choice choice = recover::choose_all(survivors);
    recover::refuse_loss(choice, options.recovery.accept_loss);
    recover::Recovery recovery =
        recover::plan_recovery(choice.scans, choice.log, {members.all, options.recovery.way()});
    auto sources = sources_of(recovery, survivors);
    RecoveryAnswer answer =
        options.recovery.recover(survivors.best().directory, choice, std::move(recovery), meter);
    answer.from_others = std::move(sources);
    for (const recover::Survivor& one : survivors.all)
        if (one.agreement == recover::Agreement::not_proven)
            answer.left_out.push_back(one.directory);
    answer.next_steps = next_steps_of_recovery(answer, members.own.id);
    return answer;
}

int run(const Options& options) {
    options.recovery.check(options.directories);
    RecoveryAnswer answer;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        answer = assemble(options, meter);
    }
    deliver(answer, options.console);
    return 0;
}

} // namespace

void add_recover_assemble(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
