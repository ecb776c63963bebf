// A sound ensemble of three, and what one change each makes of it.
#include "probe/preflight_judge.h"
#include "support/preflight_ensemble.h"

#include "keeperfs/config/finding_table.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

using namespace keeperfs;
using namespace keeperfs::probe;
using keeper::Release;

namespace {

using Server = test::PreflightServer;
using Node = test::PreflightNode;
using Ensemble = test::PreflightEnsemble;
using test::member;

/// "check outcome" of whatever is not ok, each once, in order.
std::string not_ok(const std::vector<CheckResult>& results) {
    std::vector<std::string> found;
    for (const CheckResult& result : results) {
        const std::string text = fmt::format("{} {}", result.check->name, name_of(result.outcome));
        if (result.outcome != CheckOutcome::ok && std::ranges::find(found, text) == found.end())
            found.push_back(text);
    }
    return fmt::format("{}", fmt::join(found, ", "));
}

struct Case {
    const char* expected;
    void (*change)(Ensemble&);
};

const Case cases[] = {
    {"ports.client failed", [](Ensemble& e) { e.ports[0].failure = net::Cause::connection_refused; }},
    {"ports.raft failed", [](Ensemble& e) { e.ports[1].failure = net::Cause::timeout; }},
    {"ports.http failed", [](Ensemble& e) { e.ports[2].failure = net::Cause::name_not_found; }},
    {"servers.serving failed",
     [](Ensemble& e) {
         for (const char* word : {"srvr", "mntr"})
             e.servers[0].silent[word] = Outcome::not_serving;
     }},
    {"servers.serving failed", [](Ensemble& e) { e.servers[1].synced = 1; }},
    {"servers.serving failed", [](Ensemble& e) { e.servers[0].mode = "leader"; }},
    {"servers.version warning", [](Ensemble& e) { e.servers[2].version = "v25.8.2.1-lts-0"; }},
    {"servers.upgrade warning",
     [](Ensemble& e) {
         e.plan.target = Release{26, 8};
     }},
    {"servers.upgrade warning",
     [](Ensemble& e) { e.all_servers([](Server& server) { server.version = "v24.8.14.39-lts-0"; }); }},
    {"servers.upgrade warning",
     [](Ensemble& e) { e.all_servers([](Server& server) { server.version = "v25.9.1.1-stable-0"; }); }},
    {"servers.clocks warning", [](Ensemble& e) { e.servers[0].clock_ms += 10'000; }},
    {"servers.clocks warning", [](Ensemble& e) { e.servers[0].clock_ms -= 10'000; }},
    {"servers.clocks warning",
     [](Ensemble& e) { e.all_servers([](Server& server) { server.clock_ms -= 10'000; }); }},
    {"members.ids failed", [](Ensemble& e) { e.servers[0].id = 2; }},
    {"members.ids failed", [](Ensemble& e) { e.nodes[0].id = 2; }},
    {"members.ids failed",
     [](Ensemble& e) {
         e.files_match_servers = true;
         std::swap(e.servers[0], e.servers[2]);
     }},
    {"members.hosts failed",
     [](Ensemble& e) {
         e.nodes[2].members = member(1, "keeper1") + member(2, "moved") + member(3, "keeper3");
     }},
    {"members.localhost failed",
     [](Ensemble& e) {
         e.all_nodes([](Node& node) {
             node.members = member(1, "localhost") + member(2, "keeper2") + member(3, "keeper3");
         });
     }},
    {"members.voters warning",
     [](Ensemble& e) {
         e.all_nodes([](Node& node) { node.members += member(4, "keeper4"); });
         e.nodes.push_back({4, e.nodes[0].members, "", "", ""});
     }},
    {"members.voters warning",
     [](Ensemble& e) {
         e.nodes.resize(1);
         e.nodes[0].members = member(1, "keeper1");
     }},
    {"members.hosts not_seen, members.localhost not_seen, members.voters warning, "
     "storage.directories not_seen, settings.known not_seen, configuration not_seen",
     [](Ensemble& e) {
         e.nodes.clear();
         e.servers.pop_back();
         e.servers[1].followers = e.servers[1].synced = 1;
     }},
    {"storage.directories warning",
     [](Ensemble& e) {
         e.files.owners["/k/log"] = {0, "root", 0755};
     }},
    {"storage.directories failed",
     [](Ensemble& e) {
         e.files.owners["/k/log"] = {101, "keeper", 0550};
     }},
    {"storage.directories warning",
     [](Ensemble& e) {
         e.files.owners["/k/log"] = {101, "keeper", 0777};
     }},
    {"storage.directories warning", [](Ensemble& e) { e.files.room = 1000; }},
    {"storage.directories failed",
     [](Ensemble& e) {
         e.files_match_servers = true;
         e.servers[0].user = "root";
     }},
    {"",
     [](Ensemble& e) {
         e.files_match_servers = true;
         e.servers[0].user = "keeper";
     }},
    {"storage.directories warning", [](Ensemble& e) { e.files.remove_directory("/k/log"); }},
    {"storage.disks warning",
     [](Ensemble& e) { e.servers[0].settings = "force_sync=false\nheart_beat_interval_ms=500\n"; }},
    {"storage.disks warning", [](Ensemble& e) { e.nodes[0].coordination = "<force_sync>0</force_sync>"; }},
    {"storage.disks failed",
     [](Ensemble& e) { e.nodes[0].keeper = "<latest_log_storage_disk>missing</latest_log_storage_disk>"; }},
    {"storage.disks not_seen",
     [](Ensemble& e) { e.servers[0].settings = "force_sync=true\nlog_storage_disk=cloud\n"; }},
    {"access.words warning", [](Ensemble& e) { e.servers[0].words = "ruok,mntr,srvr,conf"; }},
    {"access.words warning",
     [](Ensemble& e) {
         e.nodes[0].keeper = "<four_letter_word_allow_list>ruok,mntr,srvr</four_letter_word_allow_list>";
     }},
    {"access.words warning", [](Ensemble& e) { e.servers[0].silent["conf"] = Outcome::refused_or_unknown; }},
    {"settings.known failed",
     [](Ensemble& e) {
         e.nodes[0].coordination = "<min_time_between_fsyncs_ms>1</min_time_between_fsyncs_ms>";
     }},
    {"settings.agree warning",
     [](Ensemble& e) { e.servers[0].settings = "force_sync=true\nheart_beat_interval_ms=400\n"; }},
    {"settings.agree warning",
     [](Ensemble& e) { e.nodes[1].coordination = "<heart_beat_interval_ms>400</heart_beat_interval_ms>"; }},
    {"flags.equal failed", [](Ensemble& e) { e.servers[2].flags = "filtered_list\t1\nmulti_read\t0\n"; }},
    {"flags.equal warning", [](Ensemble& e) { e.nodes[2].flags = "<multi_read>0</multi_read>"; }},
    {"flags.equal not_seen", [](Ensemble& e) { e.servers[2].silent["ftfl"] = Outcome::refused_or_unknown; }},
    {"flags.known failed",
     [](Ensemble& e) { e.all_servers([](Server& server) { server.flags += "try_remove\t1\n"; }); }},
    {"flags.known failed",
     [](Ensemble& e) { e.all_nodes([](Node& node) { node.flags = "<try_remove>1</try_remove>"; }); }},
    {"configuration failed",
     [](Ensemble& e) {
         e.all_nodes([](Node& node) {
             node.coordination = "<election_timeout_lower_bound_ms>3000</election_timeout_lower_bound_ms>";
         });
     }},
    {"configuration warning", [](Ensemble& e) { e.nodes[0].keeper = "<nonsense>1</nonsense>"; }},
};

} // namespace

TEST_CASE("of a sound ensemble every check is ok, and says what it looked at") {
    const auto results = Ensemble().judge();
    CHECK(not_ok(results).empty());
    REQUIRE(results.size() == preflight_checks().size());
    for (std::size_t i = 0; i < results.size(); ++i) {
        CHECK(results[i].check == &preflight_checks()[i]);
        CHECK_FALSE(results[i].message.empty());
    }
}

TEST_CASE("one change each, and the check that finds it: no other does") {
    std::set<std::string> failing;
    for (const Case& one : cases) {
        Ensemble ensemble;
        one.change(ensemble);
        const std::string found = not_ok(ensemble.judge());
        CHECK(found == one.expected);
        if (found.find(',') == std::string::npos)
            failing.insert(found.substr(0, found.find(' ')));
    }
    for (const PreflightCheck& check : preflight_checks())
        CHECK_MESSAGE(failing.contains(std::string(check.name)), check.name);
}

TEST_CASE("what nothing shows is not ok") {
    Ensemble ensemble;
    ensemble.plan.target.reset();
    CHECK(not_ok(ensemble.judge()) == "servers.upgrade not_seen, settings.known not_seen");
    ensemble.nodes.clear();
    ensemble.ports.clear();
    ensemble.plan.files = nullptr;
    CHECK(not_ok(ensemble.judge()) ==
          "ports.client not_seen, ports.raft not_seen, ports.http not_seen, servers.upgrade not_seen, "
          "members.hosts not_seen, members.localhost not_seen, storage.directories not_seen, "
          "settings.known not_seen, configuration not_seen");
    ensemble.servers.clear();
    for (const CheckResult& result : ensemble.judge())
        CHECK_MESSAGE(result.outcome == CheckOutcome::not_seen, result.check->name);
}

TEST_CASE("a clock that no answer shows is not said to be right") {
    Ensemble ensemble;
    // As newer releases list a connection without a session.
    ensemble.all_servers([](Server& server) { server.silent["cons"] = Outcome::refused_or_unknown; });
    CHECK(not_ok(ensemble.judge()) == "servers.clocks not_seen");
}

TEST_CASE("before the first start nobody may listen, and the hosts must be there") {
    Ensemble ensemble;
    ensemble.plan.not_started = true;
    ensemble.servers.clear();
    for (PortTrial& trial : ensemble.ports)
        trial.failure = net::Cause::connection_refused;
    const char* const not_running =
        "servers.serving not_seen, servers.version not_seen, servers.clocks not_seen";
    CHECK(not_ok(ensemble.judge()) == not_running);
    ensemble.ports[0].failure.reset();
    ensemble.ports[1].failure = net::Cause::timeout;
    CHECK(not_ok(ensemble.judge()) == fmt::format("ports.client failed, ports.raft failed, {}", not_running));
}

TEST_CASE("a server that must run and cannot be reached is told from what is only not well") {
    const auto has_unreachable = [](void (*change)(Ensemble&)) {
        Ensemble ensemble;
        change(ensemble);
        return std::ranges::any_of(ensemble.judge(), is_unreachable);
    };
    CHECK(has_unreachable([](Ensemble& e) { e.ports[0].failure = net::Cause::timeout; }));
    CHECK(has_unreachable([](Ensemble& e) {
        e.servers[0].silent["srvr"] = e.servers[0].silent["mntr"] = Outcome::not_serving;
    }));
    CHECK_FALSE(has_unreachable([](Ensemble& e) { e.servers[0].id = 2; }));
}

TEST_CASE("every finding of a configuration belongs to a check") {
    const auto belongs = [](std::string_view code, std::string key = "") {
        config::ConfigFinding found;
        found.finding.code = code;
        found.key = std::move(key);
        return check_of(found);
    };
    for (const config::FindingKind& kind : config::finding_kinds())
        CHECK_NOTHROW(place_of(belongs(kind.code)));
    CHECK(belongs("raft.duplicate-id") == "members.ids");
    CHECK(belongs("raft.even-voters") == "members.voters");
    CHECK(belongs("storage.other-owner") == "storage.directories");
    CHECK(belongs("cluster.setting-differs", "keeper_server.digest_enabled") == "settings.agree");
    CHECK(belongs("cluster.setting-differs", "keeper_server.feature_flags.multi_read") == "flags.equal");
    CHECK(belongs("election.bounds-crossed") == "configuration");
}
