// A sound configuration, and what one change each makes of it.
#include "support/config_files.h"

#include "keeperfs/config/check.h"
#include "keeperfs/config/finding_table.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

using namespace keeperfs;
using config::CheckPlan;
using config::ConfigFinding;
using config::Release;
using test::load_config;

namespace {

/// Where the pieces go: {keeper} below keeper_server, {coordination} and {raft} in theirs, {top} beside it.
struct Pieces {
    std::string keeper, coordination, top;
    std::string raft;
    std::string base; ///< instead of ports, paths and id
};

constexpr const char* three_servers = R"(
<server><id>1</id><hostname>a</hostname><port>9234</port></server>
<server><id>2</id><hostname>b</hostname><port>9234</port></server>
<server><id>3</id><hostname>c</hostname><port>9234</port></server>)";
constexpr const char* server_certificate =
    "<openSSL><server><certificateFile>c</certificateFile><privateKeyFile>k</privateKeyFile></server></"
    "openSSL>";
constexpr const char* sound_base = "<server_id>1</server_id><tcp_port>9181</tcp_port>"
                                   "<log_storage_path>/k/log</log_storage_path>"
                                   "<snapshot_storage_path>/k/snapshots</snapshot_storage_path>";

std::string document(const Pieces& pieces) {
    return fmt::format("<clickhouse><keeper_server>{}{}<coordination_settings>{}</coordination_settings>"
                       "<raft_configuration>{}</raft_configuration></keeper_server>{}</clickhouse>",
                       pieces.base.empty() ? sound_base : pieces.base, pieces.keeper, pieces.coordination,
                       pieces.raft.empty() ? three_servers : pieces.raft, pieces.top);
}

std::vector<ConfigFinding> check(const std::string& content, const CheckPlan& plan) {
    return config::check(load_config({{"k.xml", content}}), plan);
}
std::vector<ConfigFinding> check(const Pieces& pieces, Release release) {
    CheckPlan plan;
    plan.release = release;
    return check(document(pieces), plan);
}

std::string codes_in(const std::vector<ConfigFinding>& findings) {
    std::set<std::string> codes;
    for (const ConfigFinding& found : findings)
        codes.insert(found.finding.code);
    std::string text;
    for (const std::string& code : codes)
        text += (text.empty() ? "" : " ") + code;
    return text;
}

constexpr Release lts{25, 8};

Pieces keeper(std::string content) { return {std::move(content), "", "", "", ""}; }
Pieces coordination(std::string content) { return {"", std::move(content), "", "", ""}; }
Pieces raft(std::string content) { return {"", "", "", std::move(content), ""}; }
Pieces top(std::string content) { return {"", "", std::move(content), "", ""}; }
Pieces based(std::string content) { return {"", "", "", "", std::move(content)}; }
Pieces disks(const std::string& definitions, std::string uses) {
    return {std::move(uses), "",
            "<storage_configuration><disks>" + definitions + "</disks></storage_configuration>", "",
            "<server_id>1</server_id><tcp_port>9181</tcp_port><storage_path>/k</storage_path>"};
}
std::string server(int id, const std::string& host, int port, const std::string& more = "") {
    return fmt::format("<server><id>{}</id><hostname>{}</hostname><port>{}</port>{}</server>", id, host, port,
                       more);
}

struct Row {
    const char* codes; ///< all that are found, in order
    Pieces pieces;
    Release release = lts;
};

const Row rows[] = {
    {"", {}},
    {"access.both-word-lists",
     keeper("<four_letter_word_allow_list>mntr,ruok,srvr</four_letter_word_allow_list>"
            "<four_letter_word_white_list>*</four_letter_word_white_list>")},
    {"access.no-probe-words", keeper("<four_letter_word_allow_list>ruok</four_letter_word_allow_list>")},
    {"access.password-too-long", keeper("<client_password>seventeen letters</client_password>")},
    {"access.several-passwords", keeper("<client_password>a</client_password><client_password_sha256_hex>00"
                                        "</client_password_sha256_hex>")},
    {"access.superdigest-form", keeper("<superdigest>super:secret</superdigest>")},
    {"", keeper("<superdigest>super:gqX6OW7pDJbgnmnsmKDXvHDYr94=</superdigest>")},
    {"access.unknown-word",
     keeper("<four_letter_word_allow_list>mntr, ruok, srvr, rouk</four_letter_word_allow_list>")},
    {"access.unknown-word",
     keeper("<four_letter_word_white_list>mntr,ruok,srvr,pfev</four_letter_word_white_list>"),
     {22, 8}},
    {"access.words-that-change", keeper("<four_letter_word_white_list>*</four_letter_word_white_list>")},
    {"disk.incomplete", disks("<d><type>local</type></d>", "<log_storage_disk>d</log_storage_disk>")},
    {"disk.incomplete", disks("<d><type>s3</type></d>", "<snapshot_storage_disk>d</snapshot_storage_disk>")},
    {"disk.latest-log-not-local", disks("<d><type>s3_plain</type><endpoint>http://s3/b/</endpoint></d>",
                                        "<log_storage_disk>d</log_storage_disk>")},
    {"", disks("<d><type>s3_plain</type><endpoint>http://s3/b/</endpoint></d><l><path>/l/</path></l>",
               "<log_storage_disk>d</log_storage_disk><latest_log_storage_disk>l</latest_log_storage_disk>")},
    {"disk.overridden", disks("<d><path>/d/</path></d>", "<log_storage_disk>d</log_storage_disk>"
                                                         "<log_storage_path>/log</log_storage_path>")},
    {"disk.path-without-slash", disks("<d><path>/d</path></d>", "<log_storage_disk>d</log_storage_disk>")},
    {"disk.same-place", disks("<d><path>/d/</path></d><e><path>/d/</path></e>",
                              "<log_storage_disk>d</log_storage_disk>"
                              "<old_log_storage_disk_1>e</old_log_storage_disk_1>")},
    {"disk.unknown", keeper("<state_storage_disk>nowhere</state_storage_disk>")},
    {"disk.unusable-type",
     disks("<d><type>hdfs</type></d>", "<snapshot_storage_disk>d</snapshot_storage_disk>")},
    {"election.bounds-crossed", coordination("<election_timeout_lower_bound_ms>3000"
                                             "</election_timeout_lower_bound_ms>")},
    {"election.expiry-above-lower", coordination("<leadership_expiry_ms>1500</leadership_expiry_ms>")},
    {"election.heartbeat-too-slow", coordination("<heart_beat_interval_ms>1000</heart_beat_interval_ms>")},
    {"flag.needs-version flag.uncertain",
     keeper("<feature_flags><create_container>1</create_container>"
            "</feature_flags>"),
     {26, 9}},
    {"flag.uncertain", keeper("<feature_flags><create_ttl>1</create_ttl></feature_flags>"), {26, 9}},
    {"flag.unknown", keeper("<feature_flags><multi_reed>1</multi_reed></feature_flags>")},
    {"flag.unknown", keeper("<feature_flags><try_remove>1</try_remove></feature_flags>")},
    {"", keeper("<feature_flags><MULTI_READ>1</MULTI_READ></feature_flags>")},
    {"http.endpoint-form", keeper("<http_control><port>9182</port><readiness><endpoint>ready</endpoint>"
                                  "</readiness></http_control>")},
    {"http.no-port", keeper("<http_control><readiness/></http_control>")},
    {"keeper.force-recovery", keeper("<force_recovery>1</force_recovery>")},
    {"keeper.no-client-port", based("<server_id>1</server_id><storage_path>/k</storage_path>")},
    {"keeper.no-server-id", based("<tcp_port>9181</tcp_port><storage_path>/k</storage_path>")},
    {"limits.log-caches", keeper("<max_memory_usage_soft_limit>2000000000</max_memory_usage_soft_limit>")},
    {"port.clash", {"<tcp_port_secure>9181</tcp_port_secure>", "", server_certificate, "", ""}},
    {"port.clash", keeper("<http_control><port>9234</port></http_control>")},
    {"port.raft-clash", raft(server(1, "a", 9234) + server(2, "b", 9181) + server(3, "c", 9234))},
    {"prometheus.no-port", top("<prometheus><endpoint>/metrics</endpoint></prometheus>")},
    {"raft.all-followers", raft(server(1, "a", 1, "<start_as_follower>1</start_as_follower>"))},
    {"raft.all-learners", raft(server(1, "a", 1, "<can_become_leader>false</can_become_leader>"))},
    {"raft.all-priority-zero", raft(server(1, "a", 1, "<priority>0</priority>"))},
    {"raft.duplicate-endpoint", raft(server(1, "a", 1) + server(2, "a", 1) + server(3, "c", 1))},
    {"raft.duplicate-id", raft(server(1, "a", 1) + server(1, "b", 1) + server(3, "c", 1))},
    {"raft.even-voters", raft(server(1, "a", 1) + server(2, "b", 1))},
    {"raft.gaps-crossed", coordination("<stale_log_gap>100</stale_log_gap>")},
    {"raft.incomplete-server",
     raft(server(1, "a", 1) + server(2, "b", 1) + "<server><id>3</id><hostname>c</hostname></server>")},
    {"raft.learner-priority",
     raft(server(1, "a", 1) +
          server(2, "b", 1, "<can_become_leader>0</can_become_leader><priority>5</priority>"))},
    {"raft.localhost-mixed", raft(server(1, "localhost", 1) + server(2, "b", 1) + server(3, "c", 1))},
    {"", raft(server(1, "localhost", 1) + server(2, "localhost", 2) + server(3, "127.0.0.1", 3))},
    {"raft.no-servers", raft("<secure>false</secure>")},
    {"raft.own-id-missing", based("<server_id>9</server_id><tcp_port>9181</tcp_port><storage_path>/k"
                                  "</storage_path>")},
    {"raft.repeated-field", raft(server(1, "a", 1, "<id>2</id>"))},
    {"raft.several-local", raft(server(1, "127.0.0.1", 1) + server(2, "127.0.0.2", 1) + server(3, "c", 1))},
    {"session.bounds-crossed", coordination("<session_timeout_ms>5000</session_timeout_ms>")},
    {"setting.for-tests", keeper("<precommit_sleep_milliseconds_for_testing>1"
                                 "</precommit_sleep_milliseconds_for_testing>")},
    {"setting.ignored", keeper("<snapshot_distanze>1</snapshot_distanze>")},
    {"setting.ignored", keeper("<state_storage_path>/k/state</state_storage_path>")},
    {"setting.ignored",
     keeper("<cleanup_old_and_ignore_new_acl>1</cleanup_old_and_ignore_new_acl>"),
     {24, 8}},
    {"setting.misplaced", keeper("<snapshot_distance>1</snapshot_distance>")},
    {"setting.misplaced", keeper("<prometheus><port>1</port></prometheus>")},
    {"setting.obsolete",
     coordination("<commit_logs_cache_entry_count_threshold>1"
                  "</commit_logs_cache_entry_count_threshold>"),
     {26, 8}},
    {"setting.repeated", keeper("<digest_enabled>1</digest_enabled><digest_enabled>0</digest_enabled>")},
    {"setting.repeated", top("<keeper_server x=\"1\"/>")},
    {"",
     disks("<d><path>/d/</path></d><e><path>/e/</path></e>",
           "<old_log_storage_disk>d</old_log_storage_disk><old_log_storage_disk>e</old_log_storage_disk>")},
    {"setting.repeated-stops", coordination("<quorum_reads>1</quorum_reads><quorum_reads>0</quorum_reads>")},
    {"setting.uncertain", coordination("<use_new_dispatcher>true</use_new_dispatcher>"), {26, 8}},
    {"setting.uncertain", coordination("<brand_new>true</brand_new>"), {27, 3}},
    {"setting.unknown", coordination("<use_new_dispatcher>true</use_new_dispatcher>")},
    {"setting.unknown", coordination("<brand_new>true</brand_new>"), {26, 9}},
    {"setting.unknown", coordination("<tcp_port>9181</tcp_port>")},
    {"storage.relative", based("<server_id>1</server_id><tcp_port>9181</tcp_port><storage_path>data"
                               "</storage_path>")},
    {"storage.rocksdb-wipes", keeper("<rocksdb_path>/k/</rocksdb_path>")},
    {"storage.same-directory", based("<server_id>1</server_id><tcp_port>9181</tcp_port>"
                                     "<log_storage_path>/k</log_storage_path>"
                                     "<snapshot_storage_path>/k</snapshot_storage_path>")},
    {"storage.state-inside", based("<server_id>1</server_id><tcp_port>9181</tcp_port>"
                                   "<log_storage_path>/k/log</log_storage_path>"
                                   "<snapshot_storage_path>/k/snapshots/</snapshot_storage_path>")},
    {"tls.no-certificate", based("<server_id>1</server_id><tcp_port_secure>9281</tcp_port_secure>"
                                 "<storage_path>/k</storage_path>")},
    {"tls.no-client-section",
     {"", "", server_certificate, std::string("<secure>true</secure>") + three_servers, ""}},
    {"value.capped", coordination("<reserved_log_items>5000000000</reserved_log_items>")},
    {"value.out-of-range", coordination("<max_requests_batch_size>0</max_requests_batch_size>")},
    {"value.out-of-range",
     keeper("<max_memory_usage_soft_limit_ratio>1.5</max_memory_usage_soft_limit_ratio>")},
    {"value.out-of-range", keeper("<tcp_port_secure>70000</tcp_port_secure>")},
    {"value.out-of-range", coordination("<write_snapshot_version>8</write_snapshot_version>"), {26, 4}},
    {"", coordination("<write_snapshot_version>8</write_snapshot_version>"), {26, 6}},
    {"value.wrong-type", coordination("<force_sync>yes</force_sync>")},
    {"", keeper("<digest_enabled>yes</digest_enabled>")},
    {"value.wrong-type", coordination("<raft_logs_level>info</raft_logs_level>")},
    {"value.wrong-type", coordination("<snapshot_distance> 1000 </snapshot_distance>")},
    {"", coordination("<max_request_size>10Mi</max_request_size>"), {26, 9}},
    {"value.wrong-type", keeper("<feature_flags><multi_read>maybe</multi_read></feature_flags>")},
};

} // namespace

TEST_CASE("each fault of a configuration is found, and nothing else") {
    for (const Row& row : rows) {
        const std::string found = codes_in(check(row.pieces, row.release));
        CHECK_MESSAGE(found == row.codes, document(row.pieces));
    }
}

TEST_CASE("every code that a single file can have is found by some row") {
    std::set<std::string> met;
    for (const Row& row : rows)
        for (const ConfigFinding& found : check(row.pieces, row.release))
            met.insert(found.finding.code);
    // What the tests below and those of reading and of several nodes find.
    const std::set<std::string> elsewhere{
        "keeper.no-section",   "raft.too-many-servers",     "storage.foreign-file", "storage.little-room",
        "storage.missing",     "storage.not-a-directory",   "storage.not-seen",     "storage.not-writable",
        "storage.other-owner", "storage.writable-by-others"};
    for (const config::FindingKind& kind : config::finding_kinds()) {
        const std::string code(kind.code);
        if (!code.starts_with("cluster.") && !code.starts_with("config.") && !code.starts_with("stored."))
            CHECK_MESSAGE(met.contains(code) != elsewhere.contains(code), code);
    }
}

TEST_CASE("a finding says where it is and what to do") {
    CheckPlan plan;
    plan.release = lts;
    const auto findings = check(document(coordination("\n<force_sink>1</force_sink>\n")), plan);
    REQUIRE(findings.size() == 1);
    const Finding& finding = findings[0].finding;
    CHECK(finding.severity == Severity::error);
    CHECK(finding.file == "etc/k.xml");
    CHECK(finding.line == 2);
    CHECK(findings[0].key == "keeper_server.coordination_settings.force_sink");
    CHECK(finding.hint == "Is force_sync meant?");
}

TEST_CASE(
    "without a release each finding names those that it concerns, and the newest decides how bad it is") {
    struct Expected {
        Pieces pieces;
        const char* code;
        const char* releases;
        Severity severity;
    };
    const Expected expected[] = {
        {coordination("<compress_logs>false</compress_logs>"), "setting.unknown", "21.8 to 21.9",
         Severity::note},
        {coordination("<check_node_acl_on_remove>1</check_node_acl_on_remove>"), "setting.uncertain",
         "24.11 to 25.11", Severity::note},
        {coordination("<rocksdb_load_batch_size>1</rocksdb_load_batch_size>"), "setting.uncertain",
         "24.11 to 25.11 and 26.1 and later", Severity::warning},
        {coordination("<nonsense>1</nonsense>"), "setting.unknown", "", Severity::error},
        {coordination("<write_snapshot_version>9</write_snapshot_version>"), "value.out-of-range",
         "26.3 to 26.8", Severity::note},
    };
    for (const Expected& row : expected) {
        const auto findings = check(document(row.pieces), {});
        const auto found = std::ranges::find_if(
            findings, [&](const ConfigFinding& one) { return one.finding.code == row.code; });
        REQUIRE_MESSAGE(found != findings.end(), row.pieces.coordination);
        CHECK_MESSAGE(config::text_of(found->releases) == row.releases, row.pieces.coordination);
        CHECK_MESSAGE(found->finding.severity == row.severity, row.pieces.coordination);
    }
}

TEST_CASE("a sound configuration of today gives notes about older releases, and nothing for the newest") {
    for (const ConfigFinding& found : check(document({}), {}))
        CHECK_MESSAGE(found.finding.severity == Severity::note, found.finding.message);
    CHECK(check({}, config::Release{21, 8}).empty());
}

TEST_CASE("a file without keeper_server is no Keeper's") {
    CHECK(codes_in(check("<clickhouse/>", {})) == "keeper.no-section");
}

TEST_CASE("of very many members only some are looked at") {
    std::string servers;
    for (int id = 1; id <= 1001; ++id)
        servers += server(id, fmt::format("h{}", id), 9234);
    CHECK(codes_in(check(raft(servers), lts)) == "raft.even-voters raft.too-many-servers");
}

TEST_CASE("what only the server knows is not judged") {
    CheckPlan plan;
    plan.release = lts;
    const auto loaded = load_config(
        {{"k.xml", document(based("<server_id from_env=\"ID\"/><tcp_port>9181</tcp_port><storage_path>/k"
                                  "</storage_path>"))}});
    for (const ConfigFinding& found : config::check(loaded, plan))
        CHECK_MESSAGE(found.finding.code.starts_with("config."), found.finding.code);
}
