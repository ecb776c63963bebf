#include "support/zookeeper_dir.h"

#include "keeperfs/inspect/zookeeper_check.h"

#include <doctest/doctest.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <functional>

using namespace keeperfs;
using namespace keeperfs::test;
using inspect::ZookeeperCheck;

namespace {

/// snapshot.0 and snapshot.4; log.1 with 1 to 3, log.4 with 4 to 6, log.7 with 7 to 9.
class Server : public ZooKeeperDir {
public:
    Server() {
        for (const std::int64_t zxid : {0, 4}) {
            SnapshotSpec spec;
            spec.zxid = zxid;
            spec.nodes = {{"", "", -1, {}}, {"/zookeeper", "", -1, {}}};
            snapshot(spec);
        }
        for (const std::int64_t first : {1, 4, 7})
            log(first, {session(first), session(first + 1), session(first + 2)});
    }
    void edit(const std::string& name, const std::function<void(std::string&)>& change) {
        std::string bytes = read_file(dir().file(name));
        change(bytes);
        write_file(dir().file(name), bytes);
    }
    void cut(const std::string& name, std::size_t bytes) {
        edit(name, [&](std::string& content) { content.resize(bytes); });
    }
    void flip(const std::string& name, std::size_t at) {
        edit(name, [&](std::string& content) { content.at(at) ^= 1; });
    }
    void remove(const std::string& name) { std::filesystem::remove(dir().file(name)); }
    ZookeeperCheck check() const {
        return inspect::check_zookeeper(io::FileSystem::system(), path(), path());
    }

    static std::string session(std::int64_t zxid) {
        return txn_record({zxid, 0x100 + zxid, 1000 + zxid, -10}, body::create_session(4000));
    }
};

/// "severity code file", sorted.
std::vector<std::string> lines(const ZookeeperCheck& check) {
    std::vector<std::string> out;
    for (const Finding& finding : check.findings) {
        const char* severity = finding.severity == Severity::error     ? "error"
                               : finding.severity == Severity::warning ? "warning"
                                                                       : "note";
        out.push_back(fmt::format("{} {} {}", severity, finding.code, io::name_of(finding.file)));
    }
    std::ranges::sort(out);
    return out;
}

struct Case {
    const char* what;
    std::function<void(Server&)> damage;
    std::vector<std::string> findings;
    bool starts = true;
    std::optional<std::string> snapshot = "snapshot.4";
    std::optional<std::int64_t> last_zxid = 9;
};

const Case cases[] = {
    {"sound, with zero padding", [](Server&) {}, {}},
    {"newest log of no byte",
     [](Server& server) { server.cut("log.7", 0); },
     {"warning zookeeper.log-empty log.7"},
     true,
     "snapshot.4",
     6},
    {"newest log with a header only",
     [](Server& server) { server.cut("log.7", 16); },
     {"note txnlog.no-padding log.7"},
     true,
     "snapshot.4",
     6},
    {"newest log cut in its header",
     [](Server& server) { server.cut("log.7", 9); },
     {"warning zookeeper.log-torn-header log.7"},
     true,
     "snapshot.4",
     6},
    {"older log of no byte",
     [](Server& server) { server.cut("log.4", 0); },
     {"error txnlog.gap log.7", "error zookeeper.log-empty log.4"}},
    {"older log with a header only",
     [](Server& server) { server.cut("log.4", 16); },
     {"error txnlog.gap log.7", "error zookeeper.log-without-records log.4"}},
    {"last record torn",
     [](Server& server) { server.cut("log.7", 100); },
     {"warning zookeeper.log-torn-tail log.7"},
     true,
     "snapshot.4",
     7},
    {"closeSession over jute.maxbuffer",
     [](Server& server) {
         const std::vector<std::string> paths(80'000, "/ephemeral/of-one");
         server.log(7, {Server::session(7), Server::session(8),
                        txn_record({9, 0x108, 1009, -11}, body::close_session(paths))});
     },
     {"warning zookeeper.record-over-jute-maxbuffer log.7"}},
    {"log missing in the middle", [](Server& server) { server.remove("log.4"); }, {"error txnlog.gap log.7"}},
    {"newest snapshot damaged",
     [](Server& server) { server.flip("snapshot.4", 60); },
     {"error zookeeper.snapshot-damaged snapshot.4"},
     true,
     "snapshot.0"},
    {"newest snapshot cut",
     [](Server& server) { server.cut("snapshot.4", 40); },
     {"warning zookeeper.snapshot-passed-over snapshot.4"},
     true,
     "snapshot.0"},
};

} // namespace

TEST_CASE("damage that a ZooKeeper server starts over, and how far it gets") {
    for (const Case& one : cases) {
        Server server;
        one.damage(server);
        const ZookeeperCheck check = server.check();
        const std::string name = one.what;
        CAPTURE(name);
        CHECK(fmt::format("{}", fmt::join(lines(check), "\n")) ==
              fmt::format("{}", fmt::join(one.findings, "\n")));
        CHECK(check.starts == one.starts);
        CHECK(check.snapshot == one.snapshot);
        CHECK(check.last_zxid == one.last_zxid);
    }
}

TEST_CASE("damage on which a ZooKeeper server does not start") {
    const std::pair<const char*, std::function<void(Server&)>> refused[] = {
        {"wrong checksum in the newest log", [](Server& server) { server.flip("log.7", 40); }},
        {"wrong checksum in an older log", [](Server& server) { server.flip("log.4", 40); }},
        {"logs from 1 on without a snapshot",
         [](Server& server) {
             server.remove("snapshot.0");
             server.remove("snapshot.4");
         }},
        {"later logs without a snapshot",
         [](Server& server) {
             for (const char* name : {"snapshot.0", "snapshot.4", "log.1"})
                 server.remove(name);
         }},
        {"no snapshot that can be used",
         [](Server& server) {
             server.flip("snapshot.0", 60);
             server.flip("snapshot.4", 60);
         }},
    };
    for (const auto& [what, damage] : refused) {
        Server server;
        damage(server);
        const ZookeeperCheck check = server.check();
        const std::string name = what;
        CAPTURE(name);
        CHECK_FALSE(check.starts);
        CHECK_FALSE(check.reason.empty());
        CHECK_FALSE(check.last_zxid);
        REQUIRE_FALSE(check.findings.empty());
        const Finding& verdict = check.findings.back();
        CHECK(verdict.code == "zookeeper.does-not-start");
        CHECK(verdict.severity == Severity::error);
        CHECK_FALSE(verdict.hint.empty());
    }
}

TEST_CASE("directories of real servers without damage have no finding but those of a fuzzy snapshot") {
    for (const char* name : {"close-session-old", "gzip", "plain", "quorum-reconfig", "quota-ttl-no-digest",
                             "release-3.4", "release-3.5", "release-3.9", "snappy", "fuzzy-sessions"}) {
        const std::string directory = golden(fmt::format("zookeeper/{}/version-2", name)).string();
        const ZookeeperCheck check = inspect::check_zookeeper(io::FileSystem::system(), directory, directory);
        CAPTURE(directory);
        CHECK(fmt::format("{}", fmt::join(lines(check), "\n")).empty());
        CHECK(check.starts);
        CHECK(check.snapshot);
        CHECK(check.last_zxid);
    }
}
