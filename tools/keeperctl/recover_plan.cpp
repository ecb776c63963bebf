#include "commands.h"
#include "console/console.h"
#include "console/progress_bar.h"
#include "recover_plan_report.h"
#include "recovery_options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <algorithm>

using namespace keeperfs;
using recover::Survivor;
using recover::Survivors;

namespace {

constexpr CommandText text{"plan",
                           "What to write and to start, step by step, from a survivor to a serving ensemble",
                           R"(  keeperctl recover plan keeper1/coordination --single --id 1
  keeperctl recover plan keeper1/coordination keeper2/coordination --server 1=keeper1:9234 \
      --server 4=keeper4:9234 --server 5=keeper5:9234)"};

struct Options {
    std::vector<std::string> directories;
    std::string choose;
    MemberOptions members;
    bool at_once = false, no_replay = false;
    std::uint16_t client_port = net::keepers_client_port;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("DIR", directories, "Data of a member that is left; one for each")
            ->type_name("")
            ->required();
        app.add_option("--choose", choose, "Start from this one of them, and not from the best")
            ->type_name("DIR")
            ->group("The survivor");
        app.add_flag("--no-replay", no_replay, "Do not apply the records: faster, and no digest is compared")
            ->group("The survivor");
        members.add_to(app);
        app.add_flag("--at-once", at_once,
                     "Write all members at once, instead of letting one after the other join")
            ->group("The new members");
        app.add_option("--client-port", client_port, "Of every server, for the checks; default 9181")
            ->type_name("PORT")
            ->check(CLI::Range(1, 0xffff).description(""))
            ->group("The new members");
        console.add_to(app);
    }
};

std::size_t place_of(const std::string& directory, const Survivors& survivors) {
    const auto found = std::ranges::find(survivors.all, directory, &Survivor::directory);
    if (found == survivors.all.end())
        throw Error(ErrorKind::usage,
                    fmt::format("--choose: {} is none of the directories", escaped(directory)));
    return static_cast<std::size_t>(found - survivors.all.begin());
}

int run(const Options& options) {
    recover::StartUpWish wish;
    StartUpAnswer answer;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        answer.survivors = recover::find_survivors(io::FileSystem::system(),
                                                   {options.directories, !options.no_replay}, &meter);
    }
    if (!options.choose.empty())
        wish.survivor = place_of(options.choose, answer.survivors);
    const auto& stored = answer.survivors.all[wish.survivor].membership;
    const MemberOptions::Members members =
        options.members.members(stored ? stored->servers : std::vector<keeper::ClusterServer>());
    wish.own = members.own;
    wish.members = members.all;
    wish.at_once = options.at_once;
    wish.client_port = options.client_port;
    answer.plan = recover::plan_start_up(answer.survivors, wish);
    if (options.console.format == "json")
        console::print_json(to_json(answer));
    else if (!options.console.quiet)
        console::print(to_text(answer, options.console.colored()));
    return answer.survivors.agree() ? 0 : not_well;
}

} // namespace

void add_recover_plan(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
