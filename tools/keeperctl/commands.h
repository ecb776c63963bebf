#pragma once
// Every command, each in a file of its own name.
#include "command.h"

void add_cluster_plan_grow(CLI::App& group, Chosen& chosen);
void add_cluster_to_single(CLI::App& group, Chosen& chosen);
void add_config_check(CLI::App& group, Chosen& chosen);
void add_config_diff(CLI::App& group, Chosen& chosen);
void add_config_get(CLI::App& group, Chosen& chosen);
void add_config_init(CLI::App& group, Chosen& chosen);
void add_config_show(CLI::App& group, Chosen& chosen);
void add_four_letter(CLI::App& program, Chosen& chosen);
void add_fsck(CLI::App& group, Chosen& chosen);
void add_log_blame(CLI::App& group, Chosen& chosen);
void add_log_dump(CLI::App& group, Chosen& chosen);
void add_log_grep(CLI::App& group, Chosen& chosen);
void add_log_info(CLI::App& group, Chosen& chosen);
void add_log_rewrite(CLI::App& group, Chosen& chosen);
void add_log_splice(CLI::App& group, Chosen& chosen);
void add_log_verify(CLI::App& group, Chosen& chosen);
void add_recover_apply(CLI::App& group, Chosen& chosen);
void add_recover_assemble(CLI::App& group, Chosen& chosen);
void add_recover_inspect(CLI::App& group, Chosen& chosen);
void add_recover_move_addresses(CLI::App& group, Chosen& chosen);
void add_recover_online(CLI::App& group, Chosen& chosen);
void add_recover_plan(CLI::App& group, Chosen& chosen);
void add_replay(CLI::App& group, Chosen& chosen);
void add_snapshot_acls(CLI::App& group, Chosen& chosen);
void add_snapshot_du(CLI::App& group, Chosen& chosen);
void add_snapshot_dump(CLI::App& group, Chosen& chosen);
void add_snapshot_get(CLI::App& group, Chosen& chosen);
void add_snapshot_info(CLI::App& group, Chosen& chosen);
void add_snapshot_ls(CLI::App& group, Chosen& chosen);
void add_snapshot_rewrite(CLI::App& group, Chosen& chosen);
void add_snapshot_sequence_get(CLI::App& group, Chosen& chosen);
void add_snapshot_sequence_set(CLI::App& group, Chosen& chosen);
void add_snapshot_sessions(CLI::App& group, Chosen& chosen);
void add_snapshot_stat(CLI::App& group, Chosen& chosen);
void add_snapshot_stats(CLI::App& group, Chosen& chosen);
void add_snapshot_tree(CLI::App& group, Chosen& chosen);
void add_snapshot_verify(CLI::App& group, Chosen& chosen);
void add_state_show(CLI::App& group, Chosen& chosen);
