#include "support/config_files.h"

#include "keeperfs/config/release_defaults.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

using namespace keeperfs;
using namespace keeperfs::config;

namespace {

/// "value", "value?" where it is not established, "-" where there is none.
std::string found_in(const std::vector<ReleaseDefault>& defaults, std::string_view key) {
    const auto setting =
        std::ranges::find(defaults, fmt::format("keeper_server.{}", key), &ReleaseDefault::key);
    return setting == defaults.end() ? "-"
                                     : fmt::format("{}{}", setting->value, setting->is_certain ? "" : "?");
}

} // namespace

TEST_CASE("a release has its own defaults, and none for what it does not know") {
    struct Row {
        Release release;
        const char* key;
        const char* expected;
    };
    const Row rows[] = {
        {{21, 8}, "coordination_settings.session_timeout_ms", "30000"},
        {{24, 8}, "coordination_settings.session_timeout_ms", "100000"},
        {{26, 2}, "coordination_settings.write_snapshot_version", "-"},
        {{26, 3}, "coordination_settings.write_snapshot_version", "6?"},
        {{26, 8}, "coordination_settings.write_snapshot_version", "8"},
        {{26, 6}, "coordination_settings.commit_logs_cache_size_threshold", "524288000"},
        {{26, 7}, "coordination_settings.commit_logs_cache_size_threshold", "-"}, // no effect any more
        {{25, 8}, "coordination_settings.use_new_dispatcher", "-"},
        {{26, 9}, "coordination_settings.use_new_dispatcher", "true?"},
        {{25, 8}, "enable_reconfiguration", "false"},
        {{25, 8}, "storage_path", "-"},
        {{21, 7}, "raft_configuration.secure", "-"},
        {{25, 8}, "raft_configuration.secure", "false"},
        {{23, 5}, "feature_flags.multi_read", "-"},
        {{25, 8}, "feature_flags.multi_read", "1"},
        {{25, 8}, "feature_flags.remove_recursive", "0?"},
    };
    for (const Row& row : rows)
        CHECK_MESSAGE(found_in(defaults_of(row.release), row.key) == row.expected, row.key);
}

TEST_CASE("what a configuration sets has no default beside it") {
    const auto configuration = test::load_config(
        {{"k.xml", "<clickhouse><keeper_server><coordination_settings><force_sync>0</force_sync>"
                   "</coordination_settings></keeper_server></clickhouse>"}});
    const auto beside = defaults_beside(configuration, {25, 8});
    CHECK(found_in(beside, "coordination_settings.force_sync") == "-");
    CHECK(found_in(beside, "coordination_settings.quorum_reads") == "false");
    CHECK(beside.size() + 1 == defaults_of({25, 8}).size());
}
