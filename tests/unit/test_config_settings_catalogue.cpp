#include "keeperfs/base/text.h"
#include "keeperfs/config/settings_catalogue.h"
#include "keeperfs/config/values.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace keeperfs;
using namespace keeperfs::config;

TEST_CASE("a release knows a setting, does not, or it is not established") {
    struct Row {
        const char* name;
        Release release;
        Presence presence;
    };
    const Row rows[] = {
        {"session_timeout_ms", {21, 8}, Presence::known},
        {"min_session_timeout_ms", {22, 2}, Presence::unknown},
        {"min_session_timeout_ms", {22, 3}, Presence::known},
        {"session_shutdown_timeout", {22, 8}, Presence::unknown},
        {"session_shutdown_timeout", {23, 3}, Presence::uncertain},
        {"session_shutdown_timeout", {23, 10}, Presence::known},
        {"max_log_file_size", {23, 1}, Presence::uncertain},
        {"max_log_file_size", {23, 3}, Presence::known},
        {"use_new_dispatcher", {25, 12}, Presence::unknown},
        {"use_new_dispatcher", {26, 9}, Presence::uncertain},
        {"experimental_use_rocksdb", {25, 8}, Presence::known},
        {"experimental_use_rocksdb", {26, 8}, Presence::uncertain},
        {"snapshot_zstd_compression_level", {26, 8}, Presence::unknown},
        {"snapshot_zstd_compression_level", {26, 9}, Presence::known},
    };
    for (const Row& row : rows) {
        const Setting* setting = find_setting(Section::coordination_settings, row.name);
        REQUIRE_MESSAGE(setting != nullptr, row.name);
        CHECK_MESSAGE(presence_in(setting->lifetime, row.release) == row.presence, row.name);
    }
}

TEST_CASE("a default changes with a release") {
    const Setting& logs = *find_setting(Section::coordination_settings, "compress_logs");
    CHECK(default_in(logs, {23, 10}) == "true");
    CHECK(default_in(logs, {23, 11}) == "false");
    const Setting& version = *find_setting(Section::coordination_settings, "write_snapshot_version");
    CHECK(default_in(version, {26, 7}) == "6");
    CHECK(default_in(version, {26, 8}) == "8");
}

TEST_CASE("old disks are known by the beginning of their names") {
    CHECK(find_setting(Section::keeper_server, "old_log_storage_disk_2024")->type == ValueType::disk);
    CHECK(find_setting(Section::keeper_server, "old_snapshot_storage_disk") != nullptr);
    CHECK(find_setting(Section::keeper_server, "old_state_storage_disk") == nullptr);
    CHECK(find_setting(Section::coordination_settings, "") == nullptr);
}

TEST_CASE("every default is of its setting's type, and every lifetime goes forward") {
    for (const Section section : {Section::keeper_server, Section::coordination_settings,
                                  Section::raft_configuration, Section::raft_server})
        for (const Setting& setting : settings_of(section)) {
            CHECK_MESSAGE(setting.lifetime.last_absent < setting.lifetime.first_certain, setting.name);
            CHECK_MESSAGE(find_setting(section, setting.name) == &setting, setting.name);
            for (const std::string_view value : {setting.default_value, setting.later_default}) {
                if (value.empty())
                    continue;
                if (setting.type == ValueType::boolean)
                    CHECK_MESSAGE(boolean_of(value).has_value(), setting.name);
                else if (setting.type != ValueType::log_level && setting.type != ValueType::ratio)
                    CHECK_MESSAGE(integer_of(value).has_value(), setting.name);
            }
        }
}

TEST_CASE("feature flags have the numbers that their place says, in any case of letters") {
    int bit = 0;
    for (const FeatureFlag& flag : feature_flags())
        CHECK_MESSAGE(flag.bit == bit++, flag.name);
    CHECK(find_feature_flag("Create_TTL")->bit == 12);
    CHECK(find_feature_flag("create") == nullptr);
}

TEST_CASE("the words that change a server are known as such") {
    for (const char* word : {"rcvr", "csnp", "rqld", "ydld", "lgrq", "jmep", "srst"})
        CHECK_MESSAGE(find_four_letter_word(word)->changes_state, word);
    for (const char* word : {"ruok", "mntr", "srvr", "conf", "dump"})
        CHECK_FALSE_MESSAGE(find_four_letter_word(word)->changes_state, word);
    CHECK(find_four_letter_word("uptm") == nullptr);
}
