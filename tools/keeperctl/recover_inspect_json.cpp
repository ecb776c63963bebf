#include "fsck_findings.h"
#include "lost_changes_report.h"
#include "recover_inspect_report.h"
#include "recover_names.h"

#include "keeperfs/base/text.h"

using namespace keeperfs;
using recover::LogPosition;
using recover::Survivor;
using recover::Survivors;

namespace {

void add_position(JsonWriter& json, const LogPosition& last) {
    json.member("last_term", last.term).member("last_index", last.index);
}

void add_state(JsonWriter& json, const inspect::StateScan& state) {
    if (const auto raft = state.effective())
        json.key("state")
            .begin_object()
            .member("term", raft->term)
            .member("voted_for", raft->voted_for)
            .end_object();
}

void add_held(JsonWriter& json, const Survivor& survivor, const inspect::DirectoryScan& scan) {
    json.member("usable", survivor.is_usable);
    if (survivor.is_usable) {
        add_position(json, survivor.last);
        if (survivor.zxid)
            json.member("zxid", hex(*survivor.zxid));
        json.key("snapshot");
        survivor.snapshot ? json.text(scan.snapshots[*survivor.snapshot].path) : json.null();
        json.member("snapshot_index", survivor.snapshot_index);
    }
    if (!survivor.log.pieces().empty())
        json.member("first_record", survivor.log.pieces().begin()->first)
            .member("last_record", survivor.log.last());
    add_state(json, scan.state);
    if (survivor.membership) {
        json.member("members_since", survivor.membership->log_index);
        add_members(json, "members", survivor.membership->servers);
    }
    add_findings(json, survivor.findings);
    add_ranges(json, "unusable", survivor.unusable);
    add_ranges(json, "missing", survivor.missing);
}

void add_changes_of(JsonWriter& json, const char* name, const std::optional<inspect::LostChanges>& changes) {
    if (!changes)
        return;
    json.key(name).begin_object();
    add_changes(json, *changes);
    json.end_object();
}

void add_difference(JsonWriter& json, const Survivor& survivor) {
    json.member("agreement", name_of(survivor.agreement));
    if (survivor.common)
        json.member("common_index", *survivor.common);
    if (survivor.lacks)
        add_range(json.key("lacks"), *survivor.lacks);
    if (survivor.beyond)
        add_range(json.key("beyond"), *survivor.beyond);
}

} // namespace

std::string to_json(const SurvivorsAnswer& answer) {
    const Survivors& survivors = answer.survivors;
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("best", survivors.best().directory)
        .member("agree", survivors.agree())
        .member("majority", survivors.are_a_majority())
        .member("committed_index", survivors.committed)
        .key("survivors")
        .begin_array();
    for (std::size_t place = 0; place < survivors.all.size(); ++place) {
        json.begin_object().member("directory", survivors.all[place].directory);
        add_held(json, survivors.all[place], survivors.scans[place]);
        if (place > 0)
            add_difference(json, survivors.all[place]);
        if (!answer.changes.empty()) {
            add_changes_of(json, "lacking_changes", answer.changes[place].lacks);
            add_changes_of(json, "changes_beyond", answer.changes[place].beyond);
        }
        json.end_object();
    }
    json.end_array();
    add_findings(json, survivors.findings);
    json.key("together").begin_object();
    add_position(json, survivors.together.last);
    add_ranges(json, "from_others", survivors.together.from_others);
    add_changes_of(json, "added_changes", answer.together);
    json.end_object().end_object();
    return std::string(json.view()) + "\n";
}
