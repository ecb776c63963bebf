#pragma once
// The results of the checks while they are made.
#include "keeperfs/config/check.h"
#include "keeperfs/probe/preflight.h"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace keeperfs::probe {

/// In preflight_checks(); Error(defect) for a name that is none.
std::size_t place_of(std::string_view check);

class Preflight {
public:
    Preflight(const PreflightEvidence& evidence, const PreflightPlan& plan)
        : evidence_(evidence), plan_(plan), parts_(preflight_checks().size()) {}

    const PreflightEvidence& evidence() const noexcept { return evidence_; }
    const PreflightPlan& plan() const noexcept { return plan_; }

    void fail(std::string_view check, std::string subject, std::string message, std::string hint = "") {
        add(check, {nullptr, CheckOutcome::failed, std::move(subject), std::move(message), std::move(hint)});
    }
    void warn(std::string_view check, std::string subject, std::string message, std::string hint = "") {
        add(check, {nullptr, CheckOutcome::warning, std::move(subject), std::move(message), std::move(hint)});
    }
    /// A part of a check that nothing shows.
    void miss(std::string_view check, std::string subject, std::string message, std::string hint = "") {
        add(check,
            {nullptr, CheckOutcome::not_seen, std::move(subject), std::move(message), std::move(hint)});
    }
    /// What the check looked at: it is ok where nothing was found there.
    void saw(std::string_view check, std::string what) {
        parts_[place_of(check)].seen.push_back(std::move(what));
    }

    std::vector<CheckResult> results() const;

private:
    struct Part {
        std::vector<CheckResult> found;
        std::vector<std::string> seen;
    };
    const PreflightEvidence& evidence_;
    const PreflightPlan& plan_;
    std::vector<Part> parts_;

    void add(std::string_view check, CheckResult result) {
        const std::size_t place = place_of(check);
        result.check = &preflight_checks()[place];
        parts_[place].found.push_back(std::move(result));
    }
};

/// The check that a finding of config::check() belongs to.
std::string_view check_of(const config::ConfigFinding& found);

// Each file's own checks.
void judge_ports(Preflight& preflight);
void judge_files(Preflight& preflight);
void judge_directories(Preflight& preflight);
void judge_servers(Preflight& preflight);
void judge_versions(Preflight& preflight);
void judge_flags(Preflight& preflight);
void judge_clocks(Preflight& preflight);

} // namespace keeperfs::probe
