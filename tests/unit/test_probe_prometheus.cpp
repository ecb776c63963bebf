#include "keeperfs/probe/prometheus.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

Reply answered(std::string_view word, std::string_view text) {
    Reply reply;
    REQUIRE(read_answer(word, text, reply.answer) == Reading::whole);
    return reply;
}

} // namespace

TEST_CASE("figures stand in one group for each metric, with the servers as labels") {
    PrometheusText out("mntr");
    out.add(
        {"a", 9181},
        answered("mntr", "zk_version\tv\"1\\\nzk_znode_count\t5\nzk_approximate_data_size\t1.7297301E7\n"));
    out.add({"::1", 1},
            answered("mntr", "zk_znode_count\t7\nzk_server_state\tleader\nzk_approximate_data_size\tNaN\n"));
    Reply down;
    down.outcome = Outcome::timeout;
    out.add({"b", 9181}, down);
    CHECK(out.text() ==
          R"(# HELP zk_approximate_data_size Size of the tree in bytes, as the server estimates it.
# TYPE zk_approximate_data_size gauge
zk_approximate_data_size{instance="a:9181"} 17297301
zk_approximate_data_size{instance="[::1]:1"} NaN
# HELP zk_server_state The server's role, as a label.
# TYPE zk_server_state gauge
zk_server_state{instance="[::1]:1",state="leader"} 1
# HELP zk_up Whether the server answers mntr.
# TYPE zk_up gauge
zk_up{instance="a:9181"} 1
zk_up{instance="[::1]:1"} 1
zk_up{instance="b:9181"} 0
# HELP zk_version The server's version, as a label.
# TYPE zk_version gauge
zk_version{instance="a:9181",version="v\"1\\\\"} 1
# HELP zk_znode_count Znodes.
# TYPE zk_znode_count untyped
zk_znode_count{instance="a:9181"} 5
zk_znode_count{instance="[::1]:1"} 7
)");
}

TEST_CASE("flags and events are labels, a server that is asked twice is one sample") {
    PrometheusText flags("ftfl");
    for (int i = 0; i < 2; ++i)
        flags.add({"a", 1}, answered("ftfl", "multi_read\t1\nnew-flag\t0\n"));
    CHECK(flags.text() == R"(# HELP keeper_feature_flag Whether the feature is on.
# TYPE keeper_feature_flag gauge
keeper_feature_flag{instance="a:1",flag="multi_read"} 1
keeper_feature_flag{instance="a:1",flag="new-flag"} 0
# HELP keeper_ftfl_up Whether the server answers ftfl.
# TYPE keeper_ftfl_up gauge
keeper_ftfl_up{instance="a:1"} 1
)");
    PrometheusText events("pfev");
    events.add({"a", 1}, answered("pfev", "KeeperCommits\t12\tCommits.\n"));
    CHECK(events.text().find("# TYPE keeper_profile_events_total counter\n"
                             "keeper_profile_events_total{instance=\"a:1\",event=\"KeeperCommits\"} 12\n") !=
          std::string::npos);
}

TEST_CASE("a name that Prometheus does not take is changed") {
    PrometheusText out("mntr");
    out.add({"a", 1}, answered("mntr", "zk_cnt_my-app.x_read\t1\nzk_approximate_data_size\t1\n"));
    CHECK(out.text().find("\nzk_cnt_my_app_x_read{instance=\"a:1\"} 1\n") != std::string::npos);
}
