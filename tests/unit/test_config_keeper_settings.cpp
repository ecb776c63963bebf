#include "support/config_files.h"

#include "keeperfs/base/error.h"
#include "keeperfs/config/keeper_directories.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::config;
using test::load_config;

namespace {

KeeperSettings read(const std::string& keeper, const std::string& top = "") {
    return read_keeper_settings(load_config(
        {{"k.xml", "<clickhouse>" + top + "<keeper_server>" + keeper + "</keeper_server></clickhouse>"}}));
}

constexpr const char* disks =
    "<storage_configuration><disks><fast><path>/fast/</path></fast><slow><type>local</type><path>/slow/</"
    "path></slow>"
    "<s3><type>s3_plain</type><endpoint>http://s3/b/</endpoint></s3></disks></storage_configuration>";

} // namespace

TEST_CASE("members, ports and hosts are read with their types") {
    const KeeperSettings settings =
        read("<server_id>2</server_id><tcp_port>9181</tcp_port><tcp_port_secure>x</tcp_port_secure>"
             "<http_control><port>9182</port><secure_port>9282</secure_port>"
             "<readiness><endpoint>/alive</endpoint></readiness></http_control>"
             "<raft_configuration><secure>true</secure>"
             "<server><id>1</id><hostname>a</hostname><port>9234</port></server>"
             "<server_two><id>2</id><hostname>::1</hostname><port>0x2412</port><priority>3</priority>"
             "<can_become_leader>false</can_become_leader></server_two></raft_configuration>",
             "<listen_host>::</listen_host><listen_host>10.0.0.1</listen_host>"
             "<prometheus><port>9363</port><endpoint>/figures</endpoint></prometheus>");
    CHECK(settings.server_id == 2);
    CHECK(settings.tcp_port == 9181);
    CHECK_FALSE(settings.tcp_port_secure);
    CHECK(settings.http_control_port == 9182);
    CHECK(settings.http_control_secure_port == 9282);
    CHECK(settings.readiness_path == "/alive");
    CHECK(settings.prometheus_port == 9363);
    CHECK(settings.prometheus_path == "/figures");
    CHECK(read("").readiness_path == "/ready");
    CHECK(read("").prometheus_path == "/metrics");
    CHECK(settings.listen_hosts == std::vector<std::string>{"::", "10.0.0.1"});
    CHECK(settings.raft_is_secure);
    REQUIRE(settings.servers.size() == 2);
    CHECK(settings.servers[0].endpoint() == "a:9234");
    REQUIRE(settings.own_server() == &settings.servers[1]);
    CHECK(settings.servers[1].port == 9234);
    CHECK(settings.servers[1].priority == 3);
    CHECK_FALSE(settings.servers[1].can_become_leader);
}

TEST_CASE("where logs, snapshots and state lie: the first rule that applies") {
    struct Row {
        const char *keeper, *top;
        const char *logs, *snapshots, *state;
    };
    const Row rows[] = {
        {"", "", "/var/lib/clickhouse-keeper/logs", "/var/lib/clickhouse-keeper/snapshots",
         "/var/lib/clickhouse-keeper/state"},
        {"", "<path>/p</path>", "/p/logs", "/p/snapshots", "/p/state"},
        {"", "<path>/p/</path><http_port>8123</http_port>", "/p/coordination/logs",
         "/p/coordination/snapshots", "/p/coordination/state"},
        {"<storage_path>/s</storage_path>", "<path>/p</path>", "/s/logs", "/s/snapshots", "/s/state"},
        {"<log_storage_path>/a/log</log_storage_path><snapshot_storage_path>/b/snap</snapshot_storage_path>",
         "", "/a/log", "/b/snap", "/b/state"},
        {"<log_storage_path>/a/log</log_storage_path>", "", "/a/log", "/var/lib/clickhouse-keeper/snapshots",
         "/a/state"},
        // A slash at the end ends the name before it.
        {"<snapshot_storage_path>/b/snap/</snapshot_storage_path>", "", "/var/lib/clickhouse-keeper/logs",
         "/b/snap/", "/b/snap/state"},
        {"<log_storage_disk>fast</log_storage_disk><snapshot_storage_disk>slow</snapshot_storage_disk>"
         "<state_storage_disk>fast</state_storage_disk>",
         disks, "/fast/", "/slow/", "/fast/state"},
        // The path beats the disk.
        {"<log_storage_path>/a</log_storage_path><log_storage_disk>fast</log_storage_disk>"
         "<storage_path>/s</storage_path>",
         disks, "/a", "/s/snapshots", "/s/state"},
        {"<storage_path>data</storage_path>", "", "etc/data/logs", "etc/data/snapshots", "etc/data/state"},
    };
    for (const Row& row : rows) {
        const KeeperDirectories found = directories_of(read(row.keeper, row.top), "etc/k.xml");
        CHECK_MESSAGE(found.logs == std::vector<std::string>{row.logs}, row.keeper);
        CHECK_MESSAGE(found.snapshots == std::vector<std::string>{row.snapshots}, row.keeper);
        CHECK_MESSAGE(found.state_file == row.state, row.keeper);
    }
}

TEST_CASE("latest and old disks come after the disk of the log, each once") {
    const KeeperDirectories found =
        directories_of(read("<storage_path>/s</storage_path><log_storage_disk>slow</log_storage_disk>"
                            "<latest_log_storage_disk>fast</latest_log_storage_disk>"
                            "<old_log_storage_disk_1>slow</old_log_storage_disk_1>",
                            disks),
                       "k.xml");
    CHECK(found.logs == std::vector<std::string>{"/slow/", "/fast/"});
}

TEST_CASE("a disk that cannot be read is named") {
    const auto failure = [](const char* keeper) -> std::pair<ErrorKind, std::string> {
        try {
            directories_of(read(keeper, disks), "etc/k.xml");
        } catch (const Error& error) {
            return {error.kind(), error.message()};
        }
        return {ErrorKind::defect, "nothing was refused"};
    };
    CHECK(failure("<snapshot_storage_disk>s3</snapshot_storage_disk>") ==
          std::pair(ErrorKind::refused,
                    std::string("keeper_server.snapshot_storage_disk names the disk s3 of type "
                                "s3_plain, and only local disks can be read")));
    CHECK(failure("<log_storage_disk>gone</log_storage_disk>") ==
          std::pair(ErrorKind::bad_input,
                    std::string("keeper_server.log_storage_disk names the disk gone, which is not defined")));
}
