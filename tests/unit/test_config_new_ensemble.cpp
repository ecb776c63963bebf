// What is written for a new ensemble is read back as it was meant, and every release is content with it.
#include "support/config_files.h"

#include "keeperfs/base/error.h"
#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/config/new_ensemble.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::config;

namespace {

NewEnsemble three_hosts() {
    NewEnsemble ensemble;
    ensemble.members = {{1, "a"}, {2, "b"}, {3, "c", 9000}};
    return ensemble;
}

std::vector<Configuration> written(const NewEnsemble& ensemble) {
    const std::string suffix = ensemble.syntax == NewEnsemble::Syntax::xml ? ".xml" : ".yaml";
    std::vector<Configuration> nodes;
    for (const NewMember& member : ensemble.members) {
        const std::string name = std::to_string(member.id) + suffix;
        nodes.push_back(test::load_config({{name, configuration_of(ensemble, member)}}, name));
    }
    return nodes;
}

void check_for(const NewEnsemble& ensemble, Release first) {
    const auto nodes = written(ensemble);
    for (Release release = first; release <= keeper::newest_known_release;
         release = release.month == 12 ? Release{release.year + 1, 1}
                                       : Release{release.year, release.month + 1}) {
        CheckPlan plan;
        plan.release = release;
        std::vector<ConfigFinding> findings = check_ensemble(nodes, plan);
        for (const Configuration& node : nodes)
            for (ConfigFinding& found : check(node, plan))
                findings.push_back(std::move(found));
        for (const ConfigFinding& found : findings)
            CHECK_MESSAGE(found.finding.severity == Severity::note,
                          (keeper::text_of(release) + ": " + found.finding.message));
    }
}

} // namespace

TEST_CASE("without disks every release is content, in both syntaxes") {
    for (const auto syntax : {NewEnsemble::Syntax::xml, NewEnsemble::Syntax::yaml}) {
        NewEnsemble ensemble = three_hosts();
        ensemble.syntax = syntax;
        check_for(ensemble, keeper::oldest_known_release);
        ensemble.raft_tls = true;
        ensemble.secure_client_port = 9281;
        ensemble.prometheus_port = 9363;
        ensemble.listen_host = "::";
        check_for(ensemble, keeper::oldest_known_release);
        ensemble.members = {{7, "localhost", 1}, {8, "localhost", 2}, {9, "localhost", 3}};
        check_for(ensemble, keeper::oldest_known_release);
    }
}

TEST_CASE("with disks and HTTP the releases are content that know them") {
    for (const auto syntax : {NewEnsemble::Syntax::xml, NewEnsemble::Syntax::yaml}) {
        NewEnsemble ensemble = three_hosts();
        ensemble.syntax = syntax;
        ensemble.disks = {{"fast", "local", "/mnt/fast"}, {"bucket", "s3", "https://h/b"}};
        ensemble.log_disk = ensemble.snapshot_disk = "bucket";
        ensemble.latest_log_disk = ensemble.latest_snapshot_disk = "fast";
        check_for(ensemble, {23, 8});
        ensemble.http_port = 9182;
        check_for(ensemble, {24, 3});
    }
}

TEST_CASE("both syntaxes say the same") {
    NewEnsemble ensemble = three_hosts();
    ensemble.raft_tls = true;
    ensemble.disks = {{"odd", "local", "/mnt/a \"b\" <c> & \\d"}};
    ensemble.log_disk = "odd";
    const auto xml = written(ensemble);
    ensemble.syntax = NewEnsemble::Syntax::yaml;
    const auto yaml = written(ensemble);
    REQUIRE(xml[2].entries().size() == yaml[2].entries().size());
    for (std::size_t i = 0; i < xml[2].entries().size(); ++i) {
        CHECK(xml[2].entries()[i].key == yaml[2].entries()[i].key);
        CHECK(xml[2].entries()[i].value.text == yaml[2].entries()[i].value.text);
    }
    const KeeperSettings settings = read_keeper_settings(yaml[2]);
    CHECK(settings.own_server()->endpoint() == "c:9000");
    CHECK(settings.disk("odd")->path == "/mnt/a \"b\" <c> & \\d/");
}
