#include "commands.h"
#include "console/progress_bar.h"
#include "recovery_options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/recover/membership.h"

using namespace keeperfs;

namespace {

constexpr CommandText text{
    "to-single", "A copy of a healthy member's data as a single node, for experiments",
    R"(  keeperctl cluster to-single /var/lib/clickhouse/coordination --server 1=localhost:19234 --to /tmp/copy)"};

struct Options {
    std::string directory, server, to;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("DIR", directory, "Data of a member, which may be running")->type_name("")->required();
        app.add_option("--server", server,
                       "Id and address of the copy, where no member of the ensemble listens")
            ->type_name("ID=HOST:PORT")
            ->required();
        app.add_option("--to", to, "A new directory")->type_name("DIR")->required();
        console.add_to(app);
    }
};

/// A copy with an address of the ensemble would be taken for its member.
void refuse_known_address(const recover::Survivor& member, const keeper::ClusterServer& copy) {
    if (!member.membership)
        return;
    for (const keeper::ClusterServer& server : member.membership->servers)
        if (server.endpoint == copy.endpoint)
            throw Error(ErrorKind::refused,
                        fmt::format("--server: {} is the address of member {} of the ensemble",
                                    escaped(copy.endpoint), server.id))
                .hint("Give another host or port.");
}

RecoveryAnswer copy(const Options& options, io::Meter& meter) {
    const keeper::ClusterServer server = recover::as_only_member(recover::parse_server(options.server));
    const recover::Survivors found =
        recover::find_survivors(io::FileSystem::system(), {{options.directory}, true}, &meter);
    refuse_known_address(found.best(), server);
    const recover::Choice choice = recover::choose_one(found, 0);
    RecoveryOptions where;
    where.to = options.to;
    recover::RecoveryWish wish{{server}, std::nullopt};
    wish.is_running = true;
    RecoveryAnswer answer = where.recover(options.directory, choice,
                                          recover::plan_recovery(choice.scans, choice.log, wish), meter);
    answer.next_steps = {
        fmt::format("Start a server on it whose configuration has server_id {}, this one server in "
                    "raft_configuration, and client ports that nobody else uses.",
                    server.id),
        "No client of the ensemble may reach it: it has the ensemble's sessions, and counts on by itself."};
    return answer;
}

int run(const Options& options) {
    RecoveryAnswer answer;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        answer = copy(options, meter);
    }
    deliver(answer, options.console);
    return 0;
}

} // namespace

void add_cluster_to_single(CLI::App& group, Chosen& chosen) {
    add_command<Options>(group, chosen, text, run);
}
