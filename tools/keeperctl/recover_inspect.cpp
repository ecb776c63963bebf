#include "commands.h"
#include "console/console.h"
#include "console/progress_bar.h"
#include "recover_inspect_report.h"

#include "keeperfs/base/text.h"

#include <algorithm>

using namespace keeperfs;
using recover::Survivor;
using recover::Survivors;

namespace {

constexpr CommandText text{"inspect", "What each survivor holds, and which is the most up to date",
                           R"(  keeperctl recover inspect keeper1/coordination
  keeperctl recover inspect keeper1/coordination keeper2/coordination --records)"};

struct Options {
    recover::SurvivorPlan plan;
    bool records = false, no_replay = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("DIR", plan.directories, "Data of a member that is left; one for each")
            ->type_name("")
            ->required();
        app.add_flag("--records", records, "Which operations, sessions and paths differ, record by record");
        app.add_flag("--no-replay", no_replay, "Do not apply the records: faster, and no digest is compared");
        console.add_to(app);
    }
};

std::vector<DifferingChanges> differing_changes(const Survivors& survivors, io::Meter& meter) {
    auto& files = io::FileSystem::system();
    std::vector<DifferingChanges> changes(survivors.all.size());
    for (std::size_t place = 1; place < survivors.all.size(); ++place) {
        const Survivor& own = survivors.all[place];
        if (own.lacks)
            changes[place].lacks =
                recover::changes_behind(files, survivors, survivors.best().log, own.lacks->first - 1, &meter);
        if (own.beyond)
            changes[place].beyond =
                recover::changes_behind(files, survivors, own.log, own.beyond->first - 1, &meter);
    }
    return changes;
}

bool is_well(const Survivors& survivors) {
    return survivors.agree() && std::ranges::all_of(survivors.all, [](const Survivor& one) {
               return one.is_usable &&
                      std::ranges::all_of(one.findings, [](const inspect::FsckFinding& found) {
                          return found.finding.severity == Severity::note;
                      });
           });
}

int run(const Options& options) {
    SurvivorsAnswer answer;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        recover::SurvivorPlan plan = options.plan;
        plan.replays = !options.no_replay;
        answer.survivors = recover::find_survivors(io::FileSystem::system(), plan, &meter);
        if (options.records) {
            answer.changes = differing_changes(answer.survivors, meter);
            if (!answer.survivors.together.from_others.empty())
                answer.together = recover::changes_behind(io::FileSystem::system(), answer.survivors,
                                                          answer.survivors.together.log,
                                                          answer.survivors.best().last.index, &meter);
        }
    }
    for (const std::string& directory : options.plan.directories)
        answer.where.push_back(escaped(directory));
    if (options.console.format == "json")
        console::print_json(to_json(answer));
    else if (!options.console.quiet)
        console::print(to_text(answer, options.console.colored(), options.console.verbose));
    return is_well(answer.survivors) ? 0 : not_well;
}

} // namespace

void add_recover_inspect(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
