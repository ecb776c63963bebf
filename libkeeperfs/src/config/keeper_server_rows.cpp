// What stands directly below keeper_server, and in raft_configuration. Source: KeeperContext.cpp,
// KeeperServer.cpp, KeeperStateManager.cpp, CoordinationSettings.cpp and programs/keeper/Keeper.cpp of
// several releases.
#include "config/catalogue_rows.h"

namespace keeperfs::config {

namespace {

using enum ValueType;

constexpr Setting of(std::string_view name, ValueType type, std::string_view default_value,
                     Lifetime lifetime) {
    return row(Section::keeper_server, name, type, default_value, lifetime);
}

constexpr Setting rows[] = {
    until(of("api_version", text, "", between({22, 6}, {22, 7})), {23, 5}),
    of("availability_zone", tree, "", between({23, 12}, {24, 12})),
    of("cgroups_memory_observer_wait_time", unsigned_int, "15", about(24, 3)),
    agreeing(of("cleanup_old_and_ignore_new_acl", boolean, "false", since(25, 7))),
    secret(agreeing(of("client_password", text, "", between({23, 12}, {25, 12})))),
    secret(agreeing(of("client_password_double_sha1_hex", text, "", between({23, 12}, {25, 12})))),
    secret(agreeing(of("client_password_sha256_hex", text, "", between({23, 12}, {25, 12})))),
    of("coordination_settings", tree, "", always),
    of("create_snapshot_on_exit", boolean, "true", between({22, 8}, {22, 12})),
    agreeing(of("digest_enabled", boolean, "false", since(22, 7))),
    agreeing(of("digest_enabled_on_commit", boolean, "false", since(25, 2))),
    of("enable_ipv6", boolean, "true", always),
    agreeing(of("enable_reconfiguration", boolean, "false", between({23, 4}, {23, 6}))),
    of("feature_flags", tree, "", since(23, 6)),
    of("force_recovery", boolean, "false", about(22, 5)),
    of("four_letter_word_allow_list", text, "", between({22, 3}, {22, 5})),
    of("four_letter_word_white_list", text, "", between({21, 10}, {21, 12})),
    of("hostname_checks_enabled", boolean, "true", about(22, 6)),
    of("hsts_max_age", unsigned_int, "0", between({23, 11}, {25, 12})),
    of("http_control", tree, "", about(23, 12)),
    of("http_max_field_name_size", unsigned_int, "131072", between({23, 11}, {25, 12})),
    of("http_max_field_value_size", unsigned_int, "131072", between({23, 11}, {25, 12})),
    of("http_max_fields", unsigned_int, "1000000", between({23, 11}, {25, 12})),
    of("http_max_uri_size", unsigned_int, "1048576", between({23, 11}, {25, 12})),
    of("http_receive_timeout", unsigned_int, "300", between({23, 11}, {25, 12})),
    of("http_send_timeout", unsigned_int, "300", between({23, 11}, {25, 12})),
    of("ignore_system_path_on_startup", boolean, "false", since(22, 8)),
    of("latest_log_storage_disk", disk, "", about(23, 7)),
    of("latest_snapshot_storage_disk", disk, "", about(23, 7)),
    of("log_storage_disk", disk, "", about(23, 7)),
    of("log_storage_path", path, "", always),
    of("max_memory_usage_soft_limit", unsigned_int, "0", between({23, 8}, {23, 12})),
    of("max_memory_usage_soft_limit_ratio", ratio, "0.9", between({23, 8}, {23, 12})),
    of("old_log_storage_disk", disk, "", about(23, 7)),
    of("old_snapshot_storage_disk", disk, "", about(23, 7)),
    for_tests(
        of("precommit_sleep_milliseconds_for_testing", unsigned_int, "0", between(stage_24_10, stage_25_12))),
    for_tests(of("precommit_sleep_probability_for_testing", ratio, "0", between(stage_24_10, stage_25_12))),
    of("raft_configuration", tree, "", always),
    until(of("rocksdb", tree, "", between({24, 5}, stage_24_10)), stage_25_12),
    until(of("rocksdb_path", path, "", between({24, 5}, stage_24_10)), stage_25_12),
    of("s3_snapshot", tree, "", about(22, 10)),
    of("server_id", integer, "", always),
    of("snapshot_storage_disk", disk, "", about(23, 7)),
    of("snapshot_storage_path", path, "", always),
    of("socket_receive_timeout_sec", unsigned_int, "300", between({21, 8}, stage_22_3)),
    of("socket_send_timeout_sec", unsigned_int, "300", between({21, 8}, stage_22_3)),
    of("state_storage_disk", disk, "", about(23, 7)),
    of("storage_path", path, "", always),
    secret(agreeing(of("superdigest", text, "", between({21, 8}, stage_22_3)))),
    of("tcp_port", port, "", always),
    of("tcp_port_secure", port, "", always),
    of("upload_snapshot_on_exit", boolean, "true", between({22, 12}, stage_23_10)),
    of("use_cluster", boolean, "true", between({22, 12}, stage_24_10)),
};
static_assert(std::ranges::is_sorted(rows, {}, &Setting::name));

} // namespace

std::span<const Setting> keeper_server_rows() noexcept { return rows; }

} // namespace keeperfs::config
