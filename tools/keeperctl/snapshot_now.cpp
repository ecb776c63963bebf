#include "keeperfs/probe/snapshot_now.h"

#include "commands.h"
#include "console/console.h"
#include "wait_options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

constexpr CommandText text{"snapshot-now",
                           "Has a running Keeper make a snapshot, and waits until it is there",
                           R"(  keeperctl snapshot-now keeper1
  keeperctl snapshot-now keeper1 --timeout 10m --format json)"};

struct Options {
    WaitOptions servers;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        servers.add_to(app);
        console.add_to(app);
    }
};

std::string to_json(const net::Endpoint& server, const SnapshotMade& made) {
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("host", net::text_of(server))
        .member("snapshot_index", made.index)
        .member("was_there", made.was_there)
        .member("elapsed_ms", std::int64_t{made.elapsed.count()})
        .end_object();
    return std::string(json.view());
}

std::string to_text(const net::Endpoint& server, const SnapshotMade& made) {
    if (made.was_there)
        return fmt::format("{}: snapshot {} was there, and nothing has been committed since.\n",
                           net::text_of(server), made.index);
    return fmt::format("{}: snapshot {}, made in {}.\n", net::text_of(server), made.index,
                       duration_text(made.elapsed));
}

int run(const Options& options) {
    const std::vector<net::Endpoint> servers = options.servers.servers();
    if (servers.size() != 1)
        throw Error(ErrorKind::usage, "one server at a time: its members' snapshots are alike");
    SnapshotMade made;
    {
        const console::StatusLine line(options.console.shows_progress());
        const WaitOptions::Reach reach = options.servers.reach(line);
        made = snapshot_now(servers.front(), reach.servers.ask, reach.patience);
    }
    if (options.console.format == "json")
        console::print_json(to_json(servers.front(), made));
    else if (!options.console.quiet)
        console::print(to_text(servers.front(), made));
    return 0;
}

} // namespace

void add_snapshot_now(CLI::App& program, Chosen& chosen) {
    add_command<Options>(program, chosen, text, run);
    chosen.completers[program.get_subcommand("snapshot-now")->get_option("HOST")] = hosts_to_offer;
}
