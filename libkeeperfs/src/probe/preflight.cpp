#include "keeperfs/probe/preflight.h"

#include "probe/preflight_judge.h"

#include <algorithm>

namespace keeperfs::probe {

std::vector<CheckResult> Preflight::results() const {
    std::vector<CheckResult> all;
    for (std::size_t place = 0; place < parts_.size(); ++place) {
        const Part& part = parts_[place];
        const PreflightCheck* check = &preflight_checks()[place];
        const auto is_bad = [](const CheckResult& result) { return result.outcome > CheckOutcome::not_seen; };
        if (std::ranges::none_of(part.found, is_bad) && !part.seen.empty())
            all.push_back({check, CheckOutcome::ok, "", fmt::format("{}", fmt::join(part.seen, ", ")), ""});
        if (part.seen.empty() &&
            std::ranges::find(part.found, CheckOutcome::not_seen, &CheckResult::outcome) == part.found.end())
            all.push_back(
                {check, CheckOutcome::not_seen, "", fmt::format("it needs {}", check->shown_by), ""});
        all.insert(all.end(), part.found.begin(), part.found.end());
    }
    return all;
}

std::vector<CheckResult> judge(const PreflightEvidence& evidence, const PreflightPlan& plan) {
    Preflight preflight(evidence, plan);
    judge_ports(preflight);
    judge_servers(preflight);
    judge_versions(preflight);
    judge_clocks(preflight);
    judge_flags(preflight);
    judge_files(preflight);
    judge_directories(preflight);
    return preflight.results();
}

bool is_unreachable(const CheckResult& result) noexcept {
    return result.outcome == CheckOutcome::failed &&
           (result.check->name.starts_with("ports.") || result.check->name == "servers.serving");
}

} // namespace keeperfs::probe
