#include "recovery_options.h"

#include "console/consent.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/recover/in_use.h"
#include "keeperfs/recover/membership.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

using namespace keeperfs;
using keeper::ClusterServer;

void MemberOptions::add_to(CLI::App& app) {
    const char* group = "The new members";
    CLI::Option* alone =
        app.add_flag("--single", single, "The survivor alone, with the address that it had")->group(group);
    app.add_option("--server", servers, "A member; once for each, the survivor too")
        ->type_name("ID=HOST:PORT[,learner][,priority=N]")
        ->take_all()
        ->excludes(alone)
        ->group(group);
    app.add_option("--id", id, "The survivor's server_id, where its files do not show which member it is")
        ->type_name("ID")
        ->check(CLI::Range(0, INT32_MAX).description(""))
        ->group(group);
}

MemberOptions::Members MemberOptions::members(const std::vector<ClusterServer>& stored) const {
    if (!single && servers.empty())
        throw Error(ErrorKind::usage, "nothing says who the members will be")
            .hint("Say --single for the survivor alone, or name them with --server.");
    Members members;
    for (const std::string& server : servers)
        members.all.push_back(recover::parse_server(server));
    if (!single)
        recover::check_members(members.all);
    members.own = recover::own_member(stored, members.all, id);
    if (single)
        members.all = {recover::as_only_member(members.own)};
    return members;
}

void RecoveryOptions::add_to(CLI::App& app, bool may_be_in_place) {
    const char* group = "What to write";
    app.add_option("--to", to, "A new directory")->type_name("DIR")->group(group);
    if (may_be_in_place) {
        app.add_flag("--in-place", in_place, "Change the directory itself, after a copy of all of it")
            ->group(group);
        app.add_option("--backup-dir", backup_dir,
                       "Where that copy goes; without: beside the directory, as DIR.before-recovery")
            ->type_name("DIR")
            ->group(group);
    }
    app.add_option(
           "--via", via,
           "The members go into the newest snapshot's section, into a record of the log, or into a new "
           "snapshot without a log; auto: the first of these that applies")
        ->type_name("WAY")
        ->check(CLI::IsMember({"auto", "section", "log", "snapshot"}).description(""))
        ->group(group);
    const char* safety = "Safety";
    app.add_option("--accept-loss", accept_loss, "Go on although so many records are lost")
        ->type_name("N")
        ->group(safety);
    app.add_flag("--no-port-check", no_port_check, "Do not look whether the members listen")->group(safety);
    app.add_flag("--yes", yes, "Do not ask")->group(safety);
}

std::optional<recover::Way> RecoveryOptions::way() const {
    for (const recover::Way way : recover::all_ways)
        if (recover::name_of(way) == via)
            return way;
    return std::nullopt;
}

void RecoveryOptions::check(const std::vector<std::string>& directories) const {
    if (in_place == !to.empty())
        throw Error(ErrorKind::usage,
                    in_place ? "--to and --in-place exclude each other" : "nothing says where to write")
            .hint("Give a new directory with --to, or say --in-place.");
    if (!backup_dir.empty() && !in_place)
        throw Error(ErrorKind::usage, "--backup-dir is for --in-place");
    auto& files = io::FileSystem::system();
    for (const std::string& directory : directories)
        recover::refuse_locked(files, inspect::find_data_places(files, directory));
}

void RecoveryOptions::check_stopped(const std::vector<ClusterServer>& servers) const {
    if (!no_port_check)
        recover::refuse_listening(servers);
}

RecoveryAnswer RecoveryOptions::recover(std::string survivor, const recover::Choice& choice,
                                        recover::Recovery recovery, io::Meter& meter) const {
    auto& files = io::FileSystem::system();
    RecoveryAnswer answer;
    answer.survivor = std::move(survivor);
    answer.lost = choice.lost;
    answer.recovery = std::move(recovery);
    if (!in_place) {
        answer.written_to = to;
        answer.proof = recover::execute_recovery(files, choice.scans, answer.recovery, to, &meter);
        return answer;
    }
    std::string plain = answer.survivor;
    while (plain.size() > 1 && plain.ends_with('/'))
        plain.pop_back();
    answer.backup = backup_dir.empty() ? plain + ".before-recovery" : backup_dir;
    answer.written_to = answer.survivor;
    console::require_consent(
        yes,
        fmt::format("The files of {} will be changed, after all of them are copied to {}.",
                    escaped(answer.survivor), escaped(answer.backup)),
        answer.survivor);
    answer.proof = recover::recover_in_place(files, choice.scans, answer.recovery, answer.backup, &meter);
    return answer;
}

std::vector<std::string> next_steps_of_recovery(const RecoveryAnswer& answer, std::int32_t id) {
    const auto& members = answer.recovery.membership.servers;
    std::vector<std::string> steps;
    if (answer.backup.empty())
        steps.push_back(
            fmt::format("Put {} in the place of the survivor's directory, owned by the user of the server, "
                        "and keep the old one.",
                        escaped(answer.written_to)));
    else
        steps.push_back(fmt::format("To undo it, put the files of {} back.", escaped(answer.backup)));
    steps.push_back(fmt::format("Write {}{} into raft_configuration of server {}, before it starts.",
                                recover::text_of(members), members.size() == 1 ? ", and nobody else," : "",
                                id));
    if (members.size() == 1) {
        steps.push_back("Start it as always; keeperctl 4lw mntr shows the state standalone.");
        steps.push_back(
            "Let others join one at a time, each with an empty directory: keeperctl cluster plan-grow.");
        return steps;
    }
    steps.push_back(
        "Start the survivor first, and the others only when it asks for votes: empty servers that are a "
        "majority elect each other, and the data is lost. --single and cluster plan-grow avoid that.");
    return steps;
}

void deliver(const RecoveryAnswer& answer, const console::ConsoleOptions& console) {
    if (console.format == "json")
        console::print_json(to_json(answer));
    else if (!console.quiet)
        console::print(to_text(answer, console.colored()));
}
