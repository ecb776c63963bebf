#include "fsck_findings.h"

#include "keeperfs/base/text.h"

using namespace keeperfs;
using inspect::FsckFinding;
using inspect::IndexRange;

void add_findings(TextReport& out, const std::vector<FsckFinding>& findings) {
    if (findings.empty())
        return;
    out.heading("Findings");
    for (const FsckFinding& found : findings) {
        const Finding& finding = found.finding;
        std::string text = fmt::format("{}: {}: ", finding.code, escaped(finding.file));
        if (finding.offset)
            text += fmt::format("at byte {}: ", *finding.offset);
        text += finding.message + ".";
        if (!finding.hint.empty())
            text += " " + finding.hint;
        out.row(out.styled(name_of(finding.severity), style_of(finding.severity)), "{}", text);
    }
}

void add_findings(JsonWriter& json, const std::vector<FsckFinding>& findings) {
    json.key("findings").begin_array();
    for (const FsckFinding& found : findings) {
        json.begin_object();
        add_members(json, found.finding);
        if (found.indices)
            json.member("first_index", found.indices->first).member("last_index", found.indices->last);
        json.member("repairable", found.is_repairable).end_object();
    }
    json.end_array();
}

std::string range_text(const IndexRange& range) {
    return range.first == range.last ? std::to_string(range.first)
                                     : fmt::format("{} to {}", range.first, range.last);
}
std::string ranges_text(const std::vector<IndexRange>& ranges) {
    std::string text;
    for (const IndexRange& range : ranges)
        text += (text.empty() ? "" : ", ") + range_text(range);
    return text;
}
void add_range(JsonWriter& json, const IndexRange& range) {
    json.begin_object().member("first", range.first).member("last", range.last).end_object();
}
void add_ranges(JsonWriter& json, std::string_view name, const std::vector<IndexRange>& ranges) {
    json.key(name).begin_array();
    for (const IndexRange& range : ranges)
        add_range(json, range);
    json.end_array();
}
