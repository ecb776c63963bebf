#include "commands.h"
#include "console/program.h"

namespace {

constexpr const char* description =
    "Reads and rewrites the files of ClickHouse Keeper, and asks its servers.";
constexpr const char* footer = R"(Examples:
  keeperctl snapshot info /var/lib/clickhouse/coordination
  keeperctl snapshot stats /var/lib/clickhouse/coordination --top 20
  keeperctl log grep /var/lib/clickhouse/coordination --path '/clickhouse/tables/**' --op remove
  keeperctl status keeper1 keeper2 keeper3
  keeperctl log grep --help

Exit status: 0 done and well, 2 wrong usage, 3 done and the answer is "not well",
4 the input cannot be used, 5 refused for safety, 6 a server does not answer or serve, 7 in use,
8 the output cannot be written, 130 or 143 ended by a signal, 1 a defect in this program. See keeperctl(1).)";

void add_snapshot_commands(CLI::App& program, Chosen& chosen) {
    CLI::App& group = add_group(program, "snapshot", "Look into snapshots and rewrite them");
    add_snapshot_info(group, chosen);
    add_snapshot_ls(group, chosen);
    add_snapshot_get(group, chosen);
    add_snapshot_stat(group, chosen);
    add_snapshot_tree(group, chosen);
    add_snapshot_dump(group, chosen);
    add_snapshot_verify(group, chosen);
    add_snapshot_sessions(group, chosen);
    add_snapshot_acls(group, chosen);
    add_snapshot_stats(group, chosen);
    add_snapshot_du(group, chosen);
    add_snapshot_rewrite(group, chosen);
    add_snapshot_export(group, chosen);
    add_snapshot_import(group, chosen);
    CLI::App& sequence = add_group(group, "sequence", "The counters of sequential nodes");
    add_snapshot_sequence_get(sequence, chosen);
    add_snapshot_sequence_set(sequence, chosen);
}

void add_log_commands(CLI::App& program, Chosen& chosen) {
    CLI::App& group = add_group(program, "log", "Look into the raft log and rewrite it");
    add_log_info(group, chosen);
    add_log_dump(group, chosen);
    add_log_grep(group, chosen);
    add_log_blame(group, chosen);
    add_log_verify(group, chosen);
    add_log_splice(group, chosen);
    add_log_rewrite(group, chosen);
}

void add_state_commands(CLI::App& program, Chosen& chosen) {
    CLI::App& group = add_group(program, "state", "Raft's term and vote");
    add_state_show(group, chosen);
}

void add_config_commands(CLI::App& program, Chosen& chosen) {
    CLI::App& group = add_group(program, "config", "What a server reads of its configuration files");
    add_config_show(group, chosen);
    add_config_get(group, chosen);
    add_config_diff(group, chosen);
    add_config_check(group, chosen);
    add_config_init(group, chosen);
}

void add_recover_commands(CLI::App& program, Chosen& chosen) {
    CLI::App& group = add_group(program, "recover", "From a lost quorum to a serving cluster");
    add_recover_inspect(group, chosen);
    add_recover_plan(group, chosen);
    add_recover_apply(group, chosen);
    add_recover_assemble(group, chosen);
    add_recover_move_addresses(group, chosen);
    add_recover_online(group, chosen);
}

void add_backup_commands(CLI::App& program, Chosen& chosen) {
    CLI::App& group = add_group(program, "backup", "Backups that are known to load");
    add_backup_create(group, chosen);
    add_backup_list(group, chosen);
    add_backup_show(group, chosen);
    add_backup_verify(group, chosen);
    add_backup_prune(group, chosen);
}

void add_cluster_commands(CLI::App& program, Chosen& chosen) {
    CLI::App& group = add_group(program, "cluster", "Who the members of an ensemble are");
    add_cluster_plan_grow(group, chosen);
    add_cluster_to_single(group, chosen);
}

void add_disk_commands(CLI::App& program, Chosen& chosen) {
    CLI::App& group = add_group(program, "disk", "Where a Keeper's files lie, and moving them");
    add_disk_list(group, chosen);
    add_disk_plan(group, chosen);
    add_disk_migrate(group, chosen);
    add_disk_verify(group, chosen);
    add_disk_cleanup(group, chosen);
}

void add_probe_commands(CLI::App& program, Chosen& chosen) {
    CLI::App& group = add_group(program, "probe", "Ask running servers by other ways than the client port");
    add_probe_http(group, chosen);
}

} // namespace

int main(int argc, char** argv) {
    CLI::App program(description, "keeperctl");
    program.footer(footer);
    program.require_subcommand(0, 1);
    Chosen chosen;
    add_fsck(program, chosen);
    add_snapshot_commands(program, chosen);
    add_log_commands(program, chosen);
    add_state_commands(program, chosen);
    add_replay(program, chosen);
    add_diff(program, chosen);
    add_hash(program, chosen);
    add_backup_commands(program, chosen);
    add_restore(program, chosen);
    add_to_zookeeper(program, chosen);
    add_recover_commands(program, chosen);
    add_cluster_commands(program, chosen);
    add_disk_commands(program, chosen);
    add_config_commands(program, chosen);
    add_status(program, chosen);
    add_wait(program, chosen);
    add_snapshot_now(program, chosen);
    add_lead(program, chosen);
    add_four_letter(program, chosen);
    add_probe_commands(program, chosen);
    add_preflight(program, chosen);
    return console::run_program(
        program, argc, argv, [&] { return chosen.run(); }, chosen.completers);
}
