#include "recovery_report.h"

#include "fsck_findings.h"
#include "fsck_names.h"
#include "json_texts.h"
#include "recover_names.h"
#include "text_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/recover/membership.h"

#include <algorithm>

using namespace keeperfs;
using inspect::IndexRange;
using inspect::StartVerdict;
using keeper::ClusterServer;

namespace {

std::string verdict_text(const StartVerdict& verdict) {
    if (verdict.outcome != inspect::StartOutcome::starts)
        return "would not start: " + verdict.reason;
    return fmt::format(
        "would start from index {} {}", verdict.last_index,
        role_text(verdict.membership ? verdict.membership->servers : std::vector<ClusterServer>()));
}

/// A member that could not lead before.
std::vector<ClusterServer> promoted(const recover::Recovery& recovery) {
    std::vector<ClusterServer> servers;
    for (const ClusterServer& before :
         recovery.before ? recovery.before->servers : std::vector<ClusterServer>())
        for (const ClusterServer& now : recovery.membership.servers)
            if (now.id == before.id && before.learner && !now.learner)
                servers.push_back(now);
    return servers;
}

void add_verdicts(TextReport& out, const recover::RecoveryProof& proof) {
    out.heading("A server");
    for (const StartVerdict& verdict : proof.verdicts)
        out.row(fmt::format("of {}", verdict.era), "{}", verdict_text(verdict));
}

} // namespace

std::string role_text(const std::vector<ClusterServer>& members) {
    if (members.size() == 1)
        return "as standalone";
    const auto voters = std::ranges::count(members, false, &ClusterServer::learner);
    return fmt::format("as one of {} members; {} voters elect a leader", members.size(), voters / 2 + 1);
}

std::string to_text(const RecoveryAnswer& answer, bool colored) {
    TextReport out(colored);
    const recover::Recovery& recovery = answer.recovery;
    out.heading("Recovered");
    out.line("survivor", "{}, to record {}", escaped(answer.survivor), recovery.files.last_index);
    for (const std::string& other : answer.from_others)
        out.line("with records of", "{}", escaped(other));
    for (const std::string& other : answer.left_out)
        out.line("left out", "{}: nothing shows that it belongs to the others", escaped(other));
    for (const recover::WayNotTaken& not_taken : recovery.not_taken)
        out.line("not taken", "{}: {}", recover::name_of(not_taken.way), not_taken.reason);
    out.line("way", "{}, with log index {}", recover::name_of(recovery.way), recovery.membership.log_index);
    out.line("members before", "{}",
             recovery.before ? recover::text_of(recovery.before->servers) : "none named");
    out.line("members", "{}", recover::text_of(recovery.membership.servers));
    for (const ClusterServer& server : promoted(recovery))
        out.line("promoted", "{} was a learner, and is a voter now", recover::text_of(server));
    out.line("state", "term {}, no vote", recovery.state.term);
    out.line("lost", "{}",
             answer.lost.empty() ? "nothing that is known of" : "records " + ranges_text(answer.lost));
    out.line("written", "{}", escaped(answer.written_to));
    if (!answer.backup.empty())
        out.line("before", "{}", escaped(answer.backup));
    if (!recovery.damaged.empty())
        out.line("damaged", "{}, kept in {}", counted(recovery.damaged.size(), "file", "files"),
                 escaped(answer.backup.empty() ? io::join(answer.written_to, "damaged") : answer.backup));
    out.line("checked", "{} nodes, zxid {}; {} replayed, {} compared", grouped(answer.proof.nodes),
             hex(answer.proof.zxid), counted(answer.proof.records, "record", "records"),
             counted(answer.proof.digests_compared, "digest", "digests"));
    add_verdicts(out, answer.proof);
    if (!answer.next_steps.empty())
        out.heading("Next steps");
    for (const std::string& step : answer.next_steps)
        out.row("", "{}", step);
    return out.text();
}

void add_recovery(JsonWriter& json, const RecoveryAnswer& answer) {
    const recover::Recovery& recovery = answer.recovery;
    json.member("survivor", answer.survivor);
    add_texts(json, "from_others", answer.from_others);
    add_texts(json, "left_out", answer.left_out);
    json.member("way", recover::name_of(recovery.way)).key("ways_not_taken").begin_array();
    for (const recover::WayNotTaken& not_taken : recovery.not_taken)
        json.begin_object()
            .member("way", recover::name_of(not_taken.way))
            .member("reason", not_taken.reason)
            .end_object();
    json.end_array();
    add_members(json, "members_before",
                recovery.before ? recovery.before->servers : std::vector<ClusterServer>());
    add_members(json, "members", recovery.membership.servers);
    json.member("members_index", recovery.membership.log_index)
        .member("term", recovery.state.term)
        .member("last_index", answer.proof.last_index)
        .member("zxid", hex(answer.proof.zxid))
        .member("nodes", answer.proof.nodes)
        .member("records_replayed", answer.proof.records)
        .member("digests_compared", answer.proof.digests_compared);
    std::uint64_t lost_records = 0;
    json.key("lost").begin_array();
    for (const inspect::IndexRange& range : answer.lost) {
        json.begin_object().member("first", range.first).member("last", range.last).end_object();
        lost_records += range.count();
    }
    json.end_array().member("lost_records", lost_records).member("written_to", answer.written_to);
    if (!answer.backup.empty())
        json.member("backup", answer.backup);
    add_texts(json, "damaged", recovery.damaged);
    json.key("verdicts").begin_array();
    for (const StartVerdict& verdict : answer.proof.verdicts)
        json.begin_object()
            .member("era", verdict.era)
            .member("outcome", name_of(verdict.outcome))
            .member("says", verdict_text(verdict))
            .end_object();
    json.end_array();
    add_texts(json, "next_steps", answer.next_steps);
}

std::string to_json(const RecoveryAnswer& answer) {
    JsonWriter json;
    json.begin_object().member("format_version", 1);
    add_recovery(json, answer);
    json.end_object();
    return std::string(json.view()) + "\n";
}
