#include "lost_changes_report.h"

#include "keeperfs/base/text.h"

using namespace keeperfs;
using inspect::LostChange;
using inspect::LostChanges;

void add_changes(TextReport& out, const LostChanges& changes, bool all, const std::string& log_dir) {
    constexpr std::size_t shown = 20;
    std::string sums;
    for (const auto& [op, count] : changes.by_operation)
        sums += fmt::format("{}{} {}", sums.empty() ? "" : ", ", grouped(count), keeper::name_of(op));
    out.row("", "{}", sums);
    std::vector<TableRow> rows;
    for (const LostChange& change : changes.first) {
        if (rows.size() == shown && !all)
            break;
        rows.push_back({std::to_string(change.index), change.time_ms ? time_text(*change.time_ms) : "",
                        hex(change.session_id), keeper::name_of(change.op), escaped(change.path)});
    }
    out.rows({"INDEX", "TIME", "SESSION", "OPERATION", "PATH"}, rows, "rllll");
    if (changes.total() > rows.size())
        out.row("", "and {} more: keeperctl log dump {} --from {}", grouped(changes.total() - rows.size()),
                escaped(log_dir), rows.empty() ? "0" : rows.back()[0]);
}

void add_changes(JsonWriter& json, const LostChanges& changes) {
    if (changes.last_kept_ms)
        json.member("last_kept_time", time_text(*changes.last_kept_ms));
    if (changes.first_lost_ms)
        json.member("first_lost_time", time_text(*changes.first_lost_ms));
    json.member("lost_change_count", changes.total()).key("lost_changes").begin_array();
    for (const LostChange& change : changes.first) {
        json.begin_object().member("index", change.index);
        if (change.time_ms)
            json.member("time", time_text(*change.time_ms));
        json.member("session", hex(change.session_id))
            .member("op", keeper::name_of(change.op))
            .member("path", change.path)
            .end_object();
    }
    json.end_array();
}
