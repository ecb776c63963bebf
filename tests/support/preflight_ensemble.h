#pragma once
// A sound ensemble of three for preflight, in pieces that tests change.
#include "support/config_files.h"

#include "keeperfs/probe/preflight.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace keeperfs::test {

inline constexpr std::int64_t now_ms = 1'790'000'000'000;

/// What a server answers, in pieces that tests change.
struct PreflightServer {
    std::string version = "v25.8.1.5101-lts-0123", mode = "follower";
    int id = 1;
    int followers = 2, synced = 2;
    std::string words = "conf,csnp,lgif,mntr,ruok,srvr";
    std::string settings = "force_sync=true\nheart_beat_interval_ms=500\nlog_storage_disk=LocalLogDisk\n";
    std::string flags = "filtered_list\t1\nmulti_read\t1\nremove_recursive\t0\n";
    std::string user; ///< that it runs as; empty: it does not say
    std::int64_t clock_ms = now_ms;
    std::map<std::string, probe::Outcome> silent; ///< words without an answer

    std::map<std::string, std::string> texts() const {
        return {
            {"srvr",
             fmt::format("ClickHouse Keeper version: {}\nLatency min/avg/max: 0/0/1\nReceived: 1\nSent: "
                         "1\nConnections: 1\nOutstanding: 0\nZxid: 0x1a\nMode: {}\nNode count: 5\n",
                         version, mode)},
            {"mntr",
             fmt::format("zk_version\t{}\nzk_server_state\t{}\nzk_approximate_data_size\t1\n{}", version,
                         mode,
                         mode == "follower" ? ""
                                            : fmt::format("zk_followers\t{}\nzk_synced_followers\t{}\n",
                                                          followers, synced))},
            {"conf", fmt::format("server_id={}\nfour_letter_word_allow_list={}\n{}", id, words, settings)},
            {"ftfl", flags},
            {"envi", fmt::format("Environment:\nhost.name=h\nuser.name={}\n", user)},
            {"cons",
             fmt::format(" 10.0.0.9:1(recved=0,sent=0,sid=0xffffffffffffffff,lop=NA,est={},lresp=0)\n",
                         clock_ms)}};
    }
    probe::AskedServer asked() const {
        probe::AskedServer asked{
            {fmt::format("keeper{}", id), 9181}, std::nullopt, {}, now_ms - 5, now_ms + 5};
        for (const auto& told : texts()) {
            const std::string &word = told.first, &text = told.second;
            probe::Reply reply;
            if (const auto outcome = silent.find(word); outcome != silent.end()) {
                reply.outcome = outcome->second;
                reply.message = "no answer";
            } else {
                REQUIRE_MESSAGE(probe::read_answer(word, text, reply.answer) == probe::Reading::whole, text);
            }
            asked.replies.emplace(word, std::move(reply));
        }
        return asked;
    }
};

/// Pieces of a node's configuration.
struct PreflightNode {
    int id = 1;
    std::string members, coordination, keeper, flags;

    std::string text() const {
        return fmt::format(
            "<clickhouse><keeper_server><server_id>{}</server_id><tcp_port>9181</tcp_port>{}"
            "<log_storage_path>/k/log</log_storage_path><snapshot_storage_path>/k/snapshots"
            "</snapshot_storage_path><coordination_settings>{}</coordination_settings><feature_flags>{}"
            "</feature_flags><raft_configuration>{}</raft_configuration></keeper_server></clickhouse>",
            id, keeper, coordination, flags, members);
    }
};

inline std::string member(int id, const std::string& host) {
    return fmt::format("<server><id>{}</id><hostname>{}</hostname><port>9234</port></server>", id, host);
}

struct PreflightEnsemble {
    std::vector<PreflightServer> servers = std::vector<PreflightServer>(3);
    std::vector<PreflightNode> nodes = std::vector<PreflightNode>(3);
    std::vector<probe::PortTrial> ports;
    MemoryFileSystem files;
    probe::PreflightPlan plan;
    bool files_match_servers = false;

    PreflightEnsemble() {
        for (int id = 1; id <= 3; ++id) {
            const std::size_t place = static_cast<std::size_t>(id) - 1;
            servers[place].id = nodes[place].id = id;
            nodes[place].members = member(1, "keeper1") + member(2, "keeper2") + member(3, "keeper3");
            for (const auto& [port, use] : {std::pair{std::uint16_t{9181}, probe::PortUse::client},
                                            {std::uint16_t{9234}, probe::PortUse::raft},
                                            {std::uint16_t{9182}, probe::PortUse::http}})
                ports.push_back({{fmt::format("keeper{}", id), port}, use, std::nullopt, ""});
        }
        servers[1].mode = "leader";
        for (const char* directory : {"/k", "/k/log", "/k/snapshots"})
            files.make_directory(directory);
        plan.target = keeper::Release{25, 8};
        plan.files = &files;
    }
    std::vector<probe::CheckResult> judge() const {
        probe::PreflightEvidence evidence;
        for (const PreflightNode& node : nodes)
            evidence.nodes.push_back(load_config({{"k.xml", node.text()}}));
        for (const PreflightServer& server : servers) {
            evidence.servers.push_back(server.asked());
            if (files_match_servers)
                evidence.servers.back().node = evidence.servers.size() - 1;
        }
        evidence.ports = ports;
        return probe::judge(evidence, plan);
    }
    void all_nodes(const std::function<void(PreflightNode&)>& change) {
        std::ranges::for_each(nodes, change);
    }
    void all_servers(const std::function<void(PreflightServer&)>& change) {
        std::ranges::for_each(servers, change);
    }
};

} // namespace keeperfs::test
