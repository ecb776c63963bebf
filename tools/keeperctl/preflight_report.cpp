#include "preflight_report.h"

#include "text_report.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"

#include <algorithm>

using namespace keeperfs;
using namespace keeperfs::probe;
using console::Style;

namespace {

Style style_of(CheckOutcome outcome) {
    switch (outcome) {
    case CheckOutcome::ok:
        return Style::green;
    case CheckOutcome::warning:
        return Style::yellow;
    case CheckOutcome::failed:
        return Style::red;
    case CheckOutcome::not_seen:
        break;
    }
    return Style::plain;
}

const char* word_of(CheckOutcome outcome) {
    return outcome == CheckOutcome::not_seen ? "not seen" : name_of(outcome);
}

std::string sentence(const CheckResult& result) {
    if (result.outcome == CheckOutcome::ok)
        return fmt::format("{} ({})", result.check->what, result.message);
    return fmt::format("{}{}{}.{}{}", result.subject, result.subject.empty() ? "" : ": ", result.message,
                       result.hint.empty() ? "" : " ", result.hint);
}

void add(TextReport& out, const CheckResult& result, bool with_reason) {
    out.row(out.styled(fmt::format("{:<8}", word_of(result.outcome)), style_of(result.outcome)), "{}: {}",
            result.check->name, sentence(result));
    if (with_reason)
        out.row("", "It matters: {}.", result.check->why);
}

std::size_t count(const std::vector<CheckResult>& results, CheckOutcome outcome) {
    return static_cast<std::size_t>(std::ranges::count(results, outcome, &CheckResult::outcome));
}

} // namespace

bool is_well(const std::vector<CheckResult>& results) {
    return std::ranges::none_of(results, [](const CheckResult& result) {
        return result.outcome == CheckOutcome::warning || result.outcome == CheckOutcome::failed;
    });
}

std::string to_text(const std::vector<CheckResult>& results, bool colored, bool verbose) {
    TextReport out(colored);
    const PreflightCheck* explained = nullptr;
    for (const CheckResult& result : results) {
        const bool is_bad = result.outcome == CheckOutcome::warning || result.outcome == CheckOutcome::failed;
        add(out, result, (is_bad || verbose) && explained != result.check);
        if (is_bad || verbose)
            explained = result.check;
    }
    const std::size_t failed = count(results, CheckOutcome::failed),
                      warnings = count(results, CheckOutcome::warning);
    out.paragraph(out.styled(
        fmt::format("{} ok, {}, {} failed, {} not seen.", count(results, CheckOutcome::ok),
                    counted(warnings, "warning", "warnings"), failed, count(results, CheckOutcome::not_seen)),
        failed > 0     ? Style::red
        : warnings > 0 ? Style::yellow
                       : Style::green));
    return out.text();
}

std::string to_json(const std::vector<CheckResult>& results, const PreflightPlan& plan) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).member("well", is_well(results));
    if (plan.target)
        json.member("release", keeper::text_of(*plan.target));
    json.key("results").begin_array();
    for (const CheckResult& result : results) {
        json.begin_object().member("check", result.check->name).member("outcome", name_of(result.outcome));
        if (!result.subject.empty())
            json.member("subject", result.subject);
        json.member("message", result.message).member("why", result.check->why);
        if (!result.hint.empty())
            json.member("hint", result.hint);
        json.end_object();
    }
    json.end_array().end_object();
    return std::string(json.view());
}
