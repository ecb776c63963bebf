#include "commands.h"
#include "config_check_report.h"
#include "config_input.h"
#include "console/console.h"
#include "options/server_version_option.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/keeper_directories.h"
#include "keeperfs/inspect/stored_state.h"
#include "keeperfs/storage/disk.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

using namespace keeperfs;

namespace {

constexpr CommandText text{"check", "Would a server start with this configuration, and do what is meant",
                           R"(  keeperctl config check /etc/clickhouse-keeper/keeper_config.xml
  keeperctl config check keeper_config.xml --server-version 24.8
  keeperctl config check keeper1/keeper_config.xml keeper2/keeper_config.xml keeper3/keeper_config.xml)"};

struct Options {
    std::vector<std::string> files;
    options::ServerVersionOption server_version;
    std::string memory;
    bool on_this_machine = false;
    ConfigReading reading;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option(
               "FILE", files,
               fmt::format("The main file of a node, of several nodes of one ensemble several; default: {}",
                           usual_config_file))
            ->type_name("");
        const char* group = "What to answer";
        server_version.add_to(app, group, "Only what this release would do, for instance 24.8");
        app.add_option("--memory", memory, "What the server's machine has, for the caches of the log")
            ->type_name("SIZE")
            ->group(group);
        app.add_flag("--on-this-machine", on_this_machine,
                     "The server runs here: look at its directories and their members as well")
            ->group(group);
        reading.add_to(app);
        console.add_to(app);
    }
};

config::CheckPlan plan_of(const Options& options) {
    config::CheckPlan plan;
    plan.release = options.server_version.release();
    if (!options.memory.empty()) {
        plan.memory = parse_size(options.memory);
        if (!plan.memory)
            throw Error(ErrorKind::usage,
                        fmt::format("--memory: {} is no size, such as 16GiB", escaped(options.memory)));
    }
    if (options.on_this_machine)
        plan.files = &io::FileSystem::system();
    return plan;
}

inspect::Disks disks_of(const CheckedNode& node, const std::vector<config::StoragePlace>& places) {
    inspect::Disks disks;
    std::set<std::string> seen;
    for (const config::StoragePlace& place : places)
        if (const auto directory = config::local_directory_of(node.settings, place, node.main_file);
            directory && io::FileSystem::system().is_directory(*directory) && seen.insert(*directory).second)
            disks.push_back(storage::read_only(storage::local_disk(*directory)));
    return disks;
}

/// What the data have to say, where they lie on this machine in directories.
void add_stored_state(CheckedNode& node, const config::CheckPlan& plan) {
    const inspect::StoredState stored =
        inspect::stored_state(disks_of(node, config::places_of_snapshots(node.settings)),
                              disks_of(node, config::places_of_logs(node.settings)));
    const auto add = [&](std::vector<config::ConfigFinding> found) {
        std::ranges::move(found, std::back_inserter(node.findings));
    };
    if (stored.members)
        add(inspect::compare_members(node.configuration, node.settings, *stored.members));
    if (stored.newest_snapshot)
        add(inspect::compare_snapshot_version(node.configuration, plan, *stored.newest_snapshot));
}

CheckedNode check_node(const std::string& file, const Options& options, const config::CheckPlan& plan) {
    const config::Configuration configuration = options.reading.load(file);
    CheckedNode node{configuration, config::read_keeper_settings(configuration), file,
                     config::check(configuration, plan)};
    if (options.on_this_machine)
        add_stored_state(node, plan);
    return node;
}

int run(const Options& options) {
    const config::CheckPlan plan = plan_of(options);
    ConfigCheckAnswer answer;
    answer.release = plan.release;
    std::vector<config::Configuration> configurations;
    for (const std::string& file :
         options.files.empty() ? std::vector<std::string>{usual_config_file} : options.files) {
        answer.nodes.push_back(check_node(file, options, plan));
        configurations.push_back(answer.nodes.back().configuration);
    }
    answer.between_nodes = config::check_ensemble(configurations, plan);
    if (options.console.format == "json")
        console::print_json(to_json(answer));
    else if (!options.console.quiet)
        console::print(to_text(answer, options.console.colored(), options.console.verbose));
    return answer.is_clean() ? 0 : not_well;
}

} // namespace

void add_config_check(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
