#include "commands.h"
#include "compared_side.h"
#include "console/console.h"
#include "console/progress_bar.h"
#include "subtree_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/compare/tree_hash.h"

#include <fmt/format.h>

using namespace keeperfs;
using compare::SubtreeHash;

namespace {

constexpr CommandText text{
    "hash", "One hash for a tree and for each of its subtrees, the same in either system",
    R"(  keeperctl hash /var/lib/clickhouse/coordination
  keeperctl hash /var/lib/zookeeper/version-2 --depth 2 > zookeeper.hashes)"};

struct Options {
    ComparedSide side{""};
    SourceRules rules;
    std::vector<std::string> with, without, ignored_paths;
    unsigned depth = 0;
    bool with_system_nodes = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        side.add_to(app, "X");
        rules.add_to(app);
        const auto repeated = [&](const char* name, std::vector<std::string>& to, const char* type,
                                  const char* description) {
            app.add_option(name, to, description)
                ->type_name(type)
                ->expected(1)
                ->take_all()
                ->group("What to hash");
        };
        repeated("--with", with, "FIELD", "Also this field; repeatable");
        repeated("--without", without, "FIELD", "Not this field; repeatable");
        repeated("--ignore-path", ignored_paths, "GLOB", "Nodes to leave out, for example '/a/**'; repeatable");
        app.add_flag("--with-system-nodes", with_system_nodes, "Also /keeper and /zookeeper")
            ->group("What to hash");
        app.add_option("--depth", depth, "Also subtrees whose paths have up to so many names")
            ->type_name("N")
            ->check(CLI::Range(0, 64).description(""))
            ->group("What to show");
        console.add_to(app);
    }
};

compare::TreeHashOptions hash_options(const Options& given) {
    compare::TreeHashOptions options;
    for (const std::string& name : given.with)
        options.fields.add(field_of("--with", name));
    for (const std::string& name : given.without)
        options.fields.remove(field_of("--without", name));
    for (const std::string& pattern : given.ignored_paths)
        options.ignored_paths.emplace_back(pattern);
    options.depth = given.depth;
    options.with_system_nodes = given.with_system_nodes;
    return options;
}

using Hashes = std::map<std::string, SubtreeHash>;

std::string to_text(const Hashes& hashes) {
    std::string out;
    for (const auto& [path, subtree] : hashes)
        out += fmt::format("{}  {}  {}\n", subtree.hash, subtree.nodes, escaped(path));
    return out;
}

std::string to_json(const Hashes& hashes, compare::FieldSet fields) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).key("fields").begin_array();
    fields.for_each([&](compare::Field field) { json.text(name_of(field)); });
    json.end_array().key("subtrees").begin_array();
    for (const auto& [path, subtree] : hashes) {
        json.begin_object();
        add_path(json, path);
        json.member("nodes", subtree.nodes).member("hash", subtree.hash).end_object();
    }
    json.end_array().end_object();
    return std::string(json.view());
}

int run(const Options& given) {
    const compare::TreeHashOptions options = hash_options(given);
    io::Meter meter;
    const Hashes hashes = [&] {
        const console::ProgressBar bar(meter, given.console.shows_progress());
        const auto side = given.side.open(given.rules, meter);
        return compare::hash_tree(*side, options, &meter);
    }();
    if (given.console.format == "json")
        console::print_json(to_json(hashes, options.fields));
    else if (!given.console.quiet)
        console::print(to_text(hashes));
    return 0;
}

} // namespace

void add_hash(CLI::App& program, Chosen& chosen) { add_command<Options>(program, chosen, text, run); }
