#include "restore_report.h"

#include "fsck_names.h"
#include "json_texts.h"
#include "recover_names.h"
#include "recovery_report.h"
#include "text_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/recover/membership.h"

using namespace keeperfs;
using backup::RestoredPaths;
using backup::RestoreReport;
using keeper::ClusterServer;

namespace {

std::string members_text(const std::vector<ClusterServer>& members) {
    return members.empty() ? "none named" : recover::text_of(members);
}

/// What people do next, in this order, each as a sentence.
std::vector<std::string> next_steps(const RestoreReport& report) {
    std::vector<std::string> steps;
    if (report.way) {
        steps.push_back(
            "Give the server a configuration whose raft_configuration names exactly these members, and "
            "ports that no server of the old cluster has.");
        steps.push_back(
            report.members.size() == 1
                ? "Start it. It leads at once; keeperctl cluster plan-grow says how others join it."
                : "Copy the files to each of the members, then start all of them; a majority elects a "
                  "leader.");
    } else {
        steps.push_back(report.members.size() > 1
                            ? "Stop every member of the cluster. Put the files in the place of one member's, "
                              "keep what was there, "
                              "and empty the directories of the others."
                            : "Put the files in the place of the server's, and keep what was there.");
        if (report.members.size() > 1)
            steps.push_back(
                "Copy the same files to as many others as make a majority: a member with files and "
                "empty ones beside it do not elect it. Then start them, and the empty ones last.");
        else
            steps.push_back("Start the server.");
    }
    steps.push_back(
        "keeperctl status HOST... says whether all is well; keeperctl fsck on the directories said so "
        "before anything starts.");
    steps.push_back(
        fmt::format("What clients did behind record {} is gone: they must read again what they keep. The "
                    "files hold Keeper's metadata, and no data of any table.",
                    report.last_index));
    return steps;
}

std::string verdict_text(const inspect::StartVerdict& verdict) {
    return verdict.outcome == inspect::StartOutcome::starts
               ? fmt::format("would start from index {}", verdict.last_index)
               : "would not start: " + verdict.reason;
}

} // namespace

std::string to_text(const RestoreReport& report, bool colored) {
    TextReport out(colored);
    out.heading("Restored");
    for (const std::string& id : report.backups)
        out.line(id == report.backups.back() ? "backup" : "with", "{}", id);
    out.line("made", "{}", time_text(report.created_ms));
    out.line("last record", "{}{}, zxid {}", report.last_index,
             report.last_index < report.backup_index
                 ? fmt::format(" of {} in the backup", report.backup_index)
                 : "",
             hex(report.zxid));
    out.line("members", "{}", members_text(report.members));
    if (report.way) {
        out.line("members before", "{}", members_text(report.members_before));
        out.line("way", "{}", recover::name_of(*report.way));
    }
    out.line("log", "{}", escaped(report.log_dir));
    out.line("snapshots", "{}", escaped(report.snapshot_dir));
    out.line("state", "{}, term {}", escaped(report.state_file), report.term);
    out.line("checked", "{} nodes; {} replayed, {} compared", grouped(report.nodes),
             counted(report.records_replayed, "record", "records"),
             counted(report.digests_compared, "digest", "digests"));
    if (report.first_disagreement)
        out.line("not well", "{}",
                 out.styled(fmt::format("the digest of record {} is not that of the tree, as in the source",
                                        *report.first_disagreement),
                            console::Style::red));
    out.heading("A server");
    for (const inspect::StartVerdict& verdict : report.verdicts)
        out.row(fmt::format("of {}", verdict.era), "{}", verdict_text(verdict));
    out.heading("Next steps");
    std::size_t number = 0;
    for (const std::string& step : next_steps(report))
        out.row("", "{}. {}", ++number, step);
    return out.text();
}

std::string to_json(const RestoreReport& report) {
    JsonWriter json;
    json.begin_object().member("format_version", 1);
    add_texts(json, "backups", report.backups);
    json.member("created", time_text(report.created_ms))
        .member("backup_index", report.backup_index)
        .member("last_index", report.last_index)
        .member("zxid", hex(report.zxid))
        .member("term", report.term)
        .member("nodes", report.nodes)
        .member("records_replayed", report.records_replayed)
        .member("digests_compared", report.digests_compared);
    if (report.first_disagreement)
        json.member("first_disagreement", *report.first_disagreement);
    add_members(json, "members_before", report.members_before);
    add_members(json, "members", report.members);
    if (report.way)
        json.member("way", recover::name_of(*report.way));
    json.member("log_dir", report.log_dir)
        .member("snapshot_dir", report.snapshot_dir)
        .member("state_file", report.state_file);
    add_texts(json, "config_files", report.config_files);
    json.key("verdicts").begin_array();
    for (const inspect::StartVerdict& verdict : report.verdicts)
        json.begin_object()
            .member("era", verdict.era)
            .member("outcome", name_of(verdict.outcome))
            .member("says", verdict_text(verdict))
            .end_object();
    json.end_array();
    add_texts(json, "next_steps", next_steps(report));
    json.end_object();
    return std::string(json.view()) + "\n";
}

std::string to_text(const RestoredPaths& restored, bool colored) {
    TextReport out(colored);
    out.heading("Restored");
    out.line("backup", "{}", restored.backups.back());
    out.line("last record", "{}", restored.last_index);
    for (const std::string& path : restored.paths)
        out.line("path", "{}", escaped(path));
    out.line("written", "{}, {} nodes", escaped(restored.file), grouped(restored.nodes));
    out.line("sha256", "{}", restored.sha256);
    return out.text();
}

std::string to_json(const RestoredPaths& restored) {
    JsonWriter json;
    json.begin_object().member("format_version", 1);
    add_texts(json, "backups", restored.backups);
    json.member("last_index", restored.last_index);
    add_texts(json, "paths", restored.paths);
    json.member("file", restored.file)
        .member("nodes", restored.nodes)
        .member("sha256", restored.sha256)
        .end_object();
    return std::string(json.view()) + "\n";
}
