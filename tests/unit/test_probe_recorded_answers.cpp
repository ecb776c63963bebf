// Every answer that was recorded of a server, as JSON: what its reader makes of it.
#include "keeperfs/probe/four_letter_words.h"
#include "keeperfs/probe/reply_json.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

std::string recorded(const std::string& folder, const std::string& word) {
    std::ifstream file(std::string(KFS_GOLDEN_DIR) + "/4lw/" + folder + "/" + word + ".txt",
                       std::ios::binary);
    REQUIRE(file);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string json_of(const std::string& folder, const std::string& word) {
    Answer answer;
    REQUIRE(read_answer(word, recorded(folder, word), answer) == Reading::whole);
    JsonWriter json(JsonWriter::Style::compact);
    add_answer(json, answer);
    return std::string(json.view());
}

bool begins_like_not_serving(std::string_view text) { return text.starts_with("This instance is not"); }

} // namespace

TEST_CASE("every recorded answer is read whole, and none of its beginnings") {
    std::size_t answers = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(KFS_GOLDEN_DIR) + "/4lw")) {
        if (entry.path().extension() != ".txt" || entry.file_size() == 0)
            continue;
        const std::string word = entry.path().stem(), folder = entry.path().parent_path().filename();
        CAPTURE(folder);
        CAPTURE(word);
        const std::string text = recorded(folder, word);
        Answer answer;
        const Reading reading = read_answer(word, text, answer);
        if (begins_like_not_serving(text)) {
            CHECK(reading == Reading::not_understood);
            continue;
        }
        const bool is_failure = text.starts_with("Failed ");
        CHECK(reading == (is_failure ? Reading::failure : Reading::whole));
        ++answers;
        const bool is_a_number = word == "apiv" || word == "csnp" || word == "gtmk";
        for (std::size_t size = 1; size < text.size() && !is_a_number; ++size)
            if (text[size - 1] != '\n') {
                const std::string beginning = text.substr(0, size);
                const Reading cut = read_answer(word, beginning, answer);
                // Less than a line can be anything.
                const bool has_a_line = beginning.find('\n') != std::string::npos;
                CHECK((cut == Reading::cut_short || (!has_a_line && cut == Reading::not_understood)));
            }
    }
    CHECK(answers > 80);
}

TEST_CASE("answers become typed fields") {
    struct Case {
        std::string folder, word, json;
    };
    for (
        const Case& test : {
            Case{"leader", "wchs", R"({"connections":0,"paths":0,"watches":0})"},
            Case{"leader", "dirs", R"({"snapshot_dir_size":0,"log_dir_size":1005})"},
            Case{"leader", "ruok", R"({"status":"imok"})"},
            Case{"leader", "isro", R"({"read_only":false})"},
            Case{"leader", "apiv", R"({"api_version":1})"},
            Case{"leader", "srst", R"({"status":"Server stats reset"})"},
            Case{"recovering", "rcvr", R"({"status":"ok"})"},
            Case{
                "leader", "srvr",
                R"({"server":"keeper","version":"v21.8.7.1-byconity-0ec8e61acc287afe34f4700fe510661ae28415fa",)"
                R"("min_latency_ms":0,"avg_latency_ms":0,"max_latency_ms":0,"received":0,"sent":0,"connections":1,)"
                R"("outstanding":0,"zxid":"0x10","mode":"leader","node_count":15})"},
            Case{"leader", "dump",
                 R"({"sessions":2,"sessions_with_ephemerals":2,"session_ids":["0x2","0x1"],"ephemerals":[)"
                 R"({"session_id":"0x2","paths":["/live/e2"]},{"session_id":"0x1","paths":["/live/e1"]}]})"},
            Case{"follower", "wchc",
                 R"({"sessions":[{"session_id":"0x1","paths":["/app/a","/app","/app/watched"]}]})"},
            Case{
                "follower", "wchp",
                R"({"paths":[{"path":"/app/a","session_ids":["0x1"]},{"path":"/app/watched","session_ids":["0x1"]},)"
                R"({"path":"/app","session_ids":["0x1"]}]})"},
            Case{
                "leader-25.8", "cons",
                R"({"connections":[{"address":"10.0.0.5:51234","received":120,"sent":130,"session_id":"0x7",)"
                R"("last_operation":"Get","established":"2023-11-14T22:13:20.000Z","timeout_ms":30000,)"
                R"("last_cxid":"0x1f","last_zxid":"0x1a2b","last_response":"2023-11-14T22:13:21.234Z",)"
                R"("last_latency_ms":0,"min_latency_ms":0,"avg_latency_ms":0,"max_latency_ms":11}]})"},
            Case{
                "leader-25.8", "lgif",
                R"({"first_log_idx":6000,"last_log_idx":6723,"last_log_term":4,"last_committed_log_idx":6723,)"
                R"("leader_committed_log_idx":6723,"target_committed_log_idx":6723,"last_snapshot_idx":6000,)"
                R"("latest_logs_cache_entries":723,"latest_logs_cache_size":151234,"commit_logs_cache_entries":0,)"
                R"("commit_logs_cache_size":0})"},
            Case{
                "leader-25.8", "ftfl",
                R"({"filtered_list":true,"multi_read":true,"check_not_exists":true,"create_if_not_exists":true,)"
                R"("remove_recursive":false,"multi_watches":false})"},
            Case{"leader-25.8", "csnp", R"({"snapshot_index":6723})"},
            Case{"leader-25.8", "lgrq", R"({"request_logging":true})"},
            Case{"zookeeper", "gtmk", R"({"trace_mask":306})"},
            Case{"zookeeper", "hash", R"({"digests":[{"zxid":"0x80","digest":"0x177a2e3be"}]})"},
            Case{"zookeeper", "dirs", R"({"datadir_size":66009,"logdir_size":66009})"},
            Case{"zookeeper", "dump",
                 R"({"sessions_with_ephemerals":1,"session_ids":["0x100002dc1e60000"],"ephemerals":[)"
                 R"({"session_id":"0x100002dc1e60000","paths":["/app/e"]}],"connections":[)"
                 R"({"connection":"ip: /127.0.0.1:58900 sessionId: 0x0"},)"
                 R"({"connection":"ip: /127.0.0.1:58884 sessionId: 0x100002dc1e60000"}]})"},
            Case{
                "zookeeper", "stat",
                R"({"server":"zookeeper","version":"3.8.0-${mvngit.commit.id}, built on 2024-12-29 17:54 UTC",)"
                R"("min_latency_ms":0,"avg_latency_ms":1.3122,"max_latency_ms":18,"received":223,"sent":223,)"
                R"("connections":2,"outstanding":0,"zxid":"0xcb","mode":"standalone","node_count":7,"clients":[)"
                R"({"address":"127.0.0.1:58942","interest_ops":"0","queued":0,"received":1,"sent":0},)"
                R"({"address":"127.0.0.1:58884","interest_ops":"1","queued":0,"received":205,"sent":206}]})"},
        }) {
        CAPTURE(test.folder);
        CAPTURE(test.word);
        CHECK(json_of(test.folder, test.word) == test.json);
    }
}
