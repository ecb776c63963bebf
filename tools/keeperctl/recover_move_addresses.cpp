#include "commands.h"
#include "console/progress_bar.h"
#include "recovery_options.h"
#include "text_report.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/recover/in_use.h"
#include "keeperfs/recover/membership.h"
#include "keeperfs/recover/move_addresses.h"

#include <algorithm>

using namespace keeperfs;

namespace {

constexpr CommandText text{
    "move-addresses", "New hosts or ports for the members of a stopped cluster, in the data of each",
    R"(  keeperctl recover move-addresses keeper1 keeper2 keeper3 --server 1=new1:9234 --server 2=new2:9234 \
      --server 3=new3:9234 --to moved)"};

struct Options {
    std::vector<std::string> directories, servers;
    std::string to;
    bool no_port_check = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("DIR", directories, "Data of a member; one for each, all of them")
            ->type_name("")
            ->required();
        app.add_option("--server", servers, "A member's id with its new address; once for each that moves")
            ->type_name("ID=HOST:PORT")
            ->take_all()
            ->required();
        app.add_option("--to", to, "A new directory: one below it for each DIR, 1 for the first and so on")
            ->type_name("DIR")
            ->required();
        app.add_flag("--no-port-check", no_port_check, "Do not look whether the members listen");
        console.add_to(app);
    }
};

std::vector<std::string> next_steps() {
    return {
        "Put each directory in the place of the one it was made from, owned by the user of the server.",
        "Write the new addresses of all members into the configuration of each, before any of them starts.",
        "Start them all; keeperctl 4lw mntr shows one leader and its followers."};
}

/// 1 for the directory that was given first.
std::string name_of(const recover::MovedNode& node, const Options& options) {
    const auto given = std::ranges::find(options.directories, node.directory);
    return std::to_string(given - options.directories.begin() + 1);
}

std::vector<RecoveryAnswer> move(const Options& options, io::Meter& meter) {
    auto& files = io::FileSystem::system();
    std::vector<keeper::ClusterServer> servers;
    for (const std::string& server : options.servers)
        servers.push_back(recover::parse_server(server));
    for (const std::string& directory : options.directories)
        recover::refuse_locked(files, inspect::find_data_places(files, directory));
    const recover::Survivors survivors = recover::find_survivors(files, {options.directories, true}, &meter);
    std::vector<recover::MovedNode> nodes = recover::plan_move(survivors, servers);
    if (!options.no_port_check) {
        recover::refuse_listening(survivors.best().membership->servers);
        recover::refuse_listening(servers);
    }
    std::vector<std::string> names;
    for (const recover::MovedNode& node : nodes)
        names.push_back(name_of(node, options));
    auto proofs = recover::execute_move(files, nodes, options.to, names, &meter);
    std::vector<RecoveryAnswer> answers(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        answers[i].survivor = nodes[i].directory;
        answers[i].written_to = io::join(options.to, names[i]);
        answers[i].recovery = std::move(nodes[i].recovery);
        answers[i].proof = std::move(proofs[i]);
    }
    std::ranges::sort(answers, {}, &RecoveryAnswer::written_to);
    return answers;
}

std::string to_text(const std::vector<RecoveryAnswer>& answers, bool colored) {
    TextReport out(colored);
    std::string nodes;
    for (const RecoveryAnswer& answer : answers)
        nodes += to_text(answer, colored) + "\n";
    out.heading("Next steps");
    for (const std::string& step : next_steps())
        out.row("", "{}", step);
    return nodes + out.text();
}

std::string to_json(const std::vector<RecoveryAnswer>& answers) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).key("nodes").begin_array();
    for (const RecoveryAnswer& answer : answers) {
        json.begin_object();
        add_recovery(json, answer);
        json.end_object();
    }
    json.end_array().key("next_steps").begin_array();
    for (const std::string& step : next_steps())
        json.text(step);
    json.end_array().end_object();
    return std::string(json.view()) + "\n";
}

int run(const Options& options) {
    std::vector<RecoveryAnswer> answers;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        answers = move(options, meter);
    }
    if (options.console.format == "json")
        console::print_json(to_json(answers));
    else if (!options.console.quiet)
        console::print(to_text(answers, options.console.colored()));
    return 0;
}

} // namespace

void add_recover_move_addresses(CLI::App& group, Chosen& chosen) {
    add_command<Options>(group, chosen, text, run);
}
