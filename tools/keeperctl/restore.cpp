#include "keeperfs/backup/restore.h"

#include "backup_options.h"
#include "commands.h"
#include "config_input.h"
#include "console/progress_bar.h"
#include "restore_report.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/recover/choice.h"
#include "keeperfs/recover/configured_members.h"
#include "keeperfs/recover/in_use.h"
#include "keeperfs/recover/membership.h"

using namespace keeperfs;
using backup::RestoreWish;
using keeper::ClusterServer;

namespace {

constexpr CommandText text{"restore", "From a backup to directories from which a server starts",
                           R"(  keeperctl restore /backup/keeper --to restored
  keeperctl restore /backup/keeper --at-time 2026-11-24T14:05:00Z --single --id 1 --to clone
  keeperctl restore /backup/keeper --server 1=new1:9234 --server 2=new2:9234 --to clone
  keeperctl restore snapshot_4711.bin.zstd --single --id 1 --to clone
  keeperctl restore /backup/keeper --path '/clickhouse/tables/7/**' --to subtree)"};

struct Options {
    StoreOptions store;
    RestoreWish wish;
    backup::RestoreTarget target;
    std::string at_zxid, at_time, glob, as_cluster, via = "auto";
    std::vector<std::string> servers;
    std::optional<std::int32_t> id;
    bool single = false, no_port_check = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        store.add_to(app);
        app.add_option("--backup", wish.id,
                       "Which one; default the newest, or the first that reaches the point")
            ->type_name("ID")
            ->group("What to restore");
        add_point_to(app);
        add_members_to(app);
        const char* group = "Where to write";
        app.add_option("--to", target.directory,
                       "A new directory for log, snapshots and state; or for the snapshot of --path")
            ->type_name("DIR")
            ->group(group);
        app.add_option("--to-log-dir", target.log_dir, "Instead: the server's own places, all of them empty")
            ->type_name("DIR")
            ->group(group);
        app.add_option("--to-snapshot-dir", target.snapshot_dir, "On the same file system")
            ->type_name("DIR")
            ->group(group);
        app.add_option("--to-state", target.state_file, "The file of the raft state, likewise")
            ->type_name("FILE")
            ->group(group);
        app.add_flag("--no-port-check", no_port_check, "Do not look whether the members listen")
            ->group("Safety");
        console.add_to(app);
    }
    void add_point_to(CLI::App& app) {
        const char* group = "Up to which point";
        CLI::Option* const index =
            app.add_option("--at-index", wish.point.index, "The last record")->type_name("N")->group(group);
        CLI::Option* const zxid = app.add_option("--at-zxid", at_zxid, "The last transaction")
                                      ->type_name("ZXID")
                                      ->excludes(index)
                                      ->group(group);
        app.add_option("--at-time", at_time, "Before the first request that is later")
            ->type_name("TIME")
            ->excludes(index)
            ->excludes(zxid)
            ->group(group);
        app.add_option("--path", glob, "Only these nodes, with all below and above, as one snapshot")
            ->type_name("GLOB")
            ->group("What to restore");
    }
    void add_members_to(CLI::App& app) {
        const char* group = "Another cluster";
        CLI::Option* const alone =
            app.add_flag("--single", single, "One server alone, with the address that it had")->group(group);
        CLI::Option* const named = app.add_option("--server", servers, "A member; once for each")
                                       ->type_name("ID=HOST:PORT[,learner][,priority=N]")
                                       ->take_all()
                                       ->excludes(alone)
                                       ->group(group);
        app.add_option("--as-cluster", as_cluster, "The members that this configuration of a server names")
            ->type_name("FILE")
            ->excludes(alone)
            ->excludes(named)
            ->group(group);
        app.add_option("--id", id, "With --single: which member it is")
            ->type_name("ID")
            ->check(CLI::Range(0, INT32_MAX).description(""))
            ->group(group);
        app.add_option("--via", via, "How the members get in, as keeperctl recover apply has it")
            ->type_name("WAY")
            ->check(CLI::IsMember({"auto", "section", "log", "snapshot"}).description(""))
            ->group(group);
    }
};

void set_point(RestoreWish& wish, const Options& options) {
    if (!options.at_zxid.empty()) {
        wish.point.zxid = parse_zxid(options.at_zxid);
        if (!wish.point.zxid)
            throw Error(ErrorKind::usage,
                        fmt::format("--at-zxid: {} is not a zxid", escaped(options.at_zxid)));
    }
    if (!options.at_time.empty()) {
        wish.point.time_ms = parse_time(options.at_time);
        if (!wish.point.time_ms)
            throw Error(ErrorKind::usage,
                        fmt::format("--at-time: {} is not a time", escaped(options.at_time)));
    }
}

std::vector<ClusterServer> members(backup::Store& store, const RestoreWish& wish, const Options& options) {
    std::vector<ClusterServer> members;
    for (const std::string& server : options.servers)
        members.push_back(recover::parse_server(server));
    if (!options.as_cluster.empty())
        members = recover::configured_members(read_keeper_configuration(options.as_cluster));
    if (options.single) {
        const backup::RestoreChoice choice = backup::choose_backups(store, wish);
        members = {
            recover::as_only_member(recover::own_member(choice.backups.back().members, {}, options.id))};
    }
    if (!members.empty())
        recover::check_members(members);
    if (!options.no_port_check)
        recover::refuse_listening(members);
    return members;
}

std::optional<recover::Way> way(const Options& options) {
    for (const recover::Way way : recover::all_ways)
        if (recover::name_of(way) == options.via)
            return way;
    return std::nullopt;
}

template <class Answer> void deliver(const Answer& answer, const Options& options) {
    if (options.console.format == "json")
        console::print_json(to_json(answer));
    else if (!options.console.quiet)
        console::print(to_text(answer, options.console.colored()));
}

int restore_subtree(backup::Store& store, const RestoreWish& wish, const Options& options) {
    if (options.target.directory.empty() || !wish.members.empty())
        throw Error(ErrorKind::usage,
                    "--path makes one snapshot: give its directory with --to, and no members");
    backup::RestoredPaths restored;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        restored = backup::restore_paths(io::FileSystem::system(), store, wish, options.glob,
                                         options.target.directory, &meter);
    }
    deliver(restored, options);
    return 0;
}

/// One snapshot, named itself, is the backup of that name in its directory.
StoreOptions::Opened open_store(const Options& options, RestoreWish& wish) {
    StoreOptions store = options.store;
    if (io::FileSystem::system().is_regular_file(store.where())) {
        wish.id = io::name_of(store.where());
        store.set_where(io::directory_of(store.where()));
    }
    return store.open();
}

int run(const Options& options) {
    RestoreWish wish = options.wish;
    const StoreOptions::Opened opened = open_store(options, wish);
    set_point(wish, options);
    wish.members = members(*opened.store, wish, options);
    wish.way = way(options);
    if (!options.glob.empty())
        return restore_subtree(*opened.store, wish, options);
    backup::RestoreReport report;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        report = backup::restore(io::FileSystem::system(), *opened.store, wish, options.target, &meter);
    }
    deliver(report, options);
    return report.first_disagreement ? not_well : 0;
}

} // namespace

void add_restore(CLI::App& program, Chosen& chosen) { add_command<Options>(program, chosen, text, run); }
