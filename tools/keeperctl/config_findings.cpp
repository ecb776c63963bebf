#include "config_findings.h"

#include "keeperfs/base/text.h"

using namespace keeperfs;
using config::ConfigFinding;
using console::Style;

namespace {

bool is_about_the_past(const ConfigFinding& found) {
    return found.finding.severity == Severity::note && !found.releases.empty();
}

std::string text_of(const ConfigFinding& found) {
    const Finding& finding = found.finding;
    std::string text = fmt::format("{}: {}", finding.code, escaped(finding.file));
    if (finding.line)
        text += fmt::format(":{}", *finding.line);
    text += ": " + finding.message + ".";
    if (!found.releases.empty())
        text += fmt::format(" This concerns {}.", config::text_of(found.releases));
    return finding.hint.empty() ? text : text + " " + finding.hint;
}

} // namespace

FindingCounts add_findings(TextReport& out, const std::vector<ConfigFinding>& findings, bool all) {
    FindingCounts counts;
    for (const ConfigFinding& found : findings) {
        const Severity severity = found.finding.severity;
        counts.errors += severity == Severity::error;
        counts.warnings += severity == Severity::warning;
        if (all || !is_about_the_past(found))
            out.row(out.styled(name_of(severity), style_of(severity)), "{}", text_of(found));
        else
            ++counts.left_out;
    }
    return counts;
}

void add_finding(JsonWriter& json, const ConfigFinding& found) {
    json.begin_object();
    add_members(json, found.finding);
    if (!found.key.empty())
        json.member("key", found.key);
    json.key("releases").begin_array();
    for (const config::ReleaseRange& range : found.releases)
        json.begin_object()
            .member("first", keeper::text_of(range.first))
            .member("last", keeper::text_of(range.last))
            .end_object();
    json.end_array().end_object();
}
