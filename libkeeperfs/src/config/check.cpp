#include "keeperfs/config/check.h"

#include "config/checkup.h"

namespace keeperfs::config {

namespace {

void check_once(Checkup& checkup) {
    check_unknown_names(checkup);
    check_repeated(checkup);
    check_values(checkup);
    check_raft(checkup);
    check_timing(checkup);
    check_ports(checkup);
    check_access(checkup);
    check_disks(checkup);
    check_storage(checkup);
    if (checkup.plan().files != nullptr)
        check_directories(checkup, *checkup.plan().files);
}

void check_release(Checkup& checkup, Release release) {
    check_known_names(checkup, release);
    check_snapshot_version(checkup, release);
    check_feature_flags(checkup, release);
    check_words(checkup, release);
    check_latest_log(checkup, release);
    check_caches(checkup, release);
}

} // namespace

std::vector<ConfigFinding> check(const Configuration& configuration, const CheckPlan& plan) {
    Checkup checkup(configuration, plan);
    if (!configuration.has(keeper_section)) {
        checkup.add(
            "keeper.no-section", "", "there is no keeper_server: the server is no Keeper",
            "Is it the main file of the server, and does its keeper_server stand in a directory that the "
            "server reads?");
    } else {
        check_once(checkup);
        for (const Release release : releases_of(plan))
            check_release(checkup, release);
    }
    std::vector<ConfigFinding> findings = checkup.findings();
    const auto judged = repeated_places(checkup);
    for (const Finding& noticed : configuration.findings())
        if (noticed.code != repeated_when_read || !judged.contains({noticed.file, noticed.line.value_or(0)}))
            findings.push_back({noticed, "", {}});
    sort(findings);
    return findings;
}

} // namespace keeperfs::config
