#include "commands.h"
#include "console/program.h"

namespace {

constexpr const char* description = "Reads and rewrites the files of ClickHouse Keeper, offline.";
constexpr const char* footer = R"(Examples:
  keeperctl snapshot info /var/lib/clickhouse/coordination/snapshots
  keeperctl snapshot info --help

Exit status: 0 done and well, 2 wrong usage, 3 done and the answer is "not well",
4 the input cannot be used, 5 refused for safety, 8 the output cannot be written,
130 or 143 ended by a signal, 1 a defect in this program. See keeperctl(1).)";

void add_snapshot_commands(CLI::App& program, Chosen& chosen) {
    CLI::App& group = add_group(program, "snapshot", "Look into snapshots");
    add_snapshot_info(group, chosen);
}

} // namespace

int main(int argc, char** argv) {
    CLI::App program(description, "keeperctl");
    program.footer(footer);
    program.require_subcommand(0, 1);
    Chosen chosen;
    add_fsck(program, chosen);
    add_snapshot_commands(program, chosen);
    return console::run_program(program, argc, argv, [&] { return chosen.run(); });
}
