#include "replay_input.h"

#include "options/secret_file.h"

#include "keeperfs/base/error.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

using namespace keeperfs;
using keeper::ReplayStop;

void ReplayRulesOptions::add_to(CLI::App& app) {
    server_version_.add_to(app, "What to read",
                           "Whose rules to follow; without it what the files show decides");
    app.add_option("--superdigest-file", superdigest_file_,
                   "Holds the superdigest of the server's settings: user:base64")
        ->type_name("FILE")
        ->group("What to read");
}

keeper::ReplayOptions ReplayRulesOptions::chosen() const {
    keeper::ReplayOptions rules;
    if (!superdigest_file_.empty())
        rules.superdigest = options::secret_from_file("--superdigest-file", superdigest_file_);
    if (const auto release = server_version_.release())
        rules.rules = keeper::rule_family_of(*release);
    return rules;
}

bool is_whole(ReplayStop stop) {
    return stop == ReplayStop::end || stop == ReplayStop::point || stop == ReplayStop::observer;
}

void refuse_unless_whole(const keeper::ReplayedDirectory& replayed, std::optional<std::uint64_t> at_index) {
    const std::uint64_t last = replayed.replay.last_index();
    const bool is_before_a_gap = replayed.report.stop != ReplayStop::disagreement && at_index == last;
    if (is_whole(replayed.report.stop) || is_before_a_gap)
        return;
    throw Error(ErrorKind::refused, replayed.report.findings.empty()
                                        ? fmt::format("the digest of record {} is not that of the tree", last)
                                        : replayed.report.findings.back().message)
        .hint(fmt::format(
            "`keeperctl replay --check` tells more. --at-index {} takes the tree as it was before "
            "that.",
            replayed.report.stop == ReplayStop::disagreement ? last - 1 : last));
}
