#include "keeperfs/compare/diff.h"

#include "commands.h"
#include "compared_side.h"
#include "console/console.h"
#include "console/progress_bar.h"
#include "diff_report.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

using namespace keeperfs;
using compare::Difference;

namespace {

constexpr CommandText text{
    "diff", "What differs between two trees, wherever they come from; exit status 3 when anything does",
    R"(  keeperctl diff /var/lib/zookeeper/version-2 snapshot_100000.bin.zstd --preset conversion
  keeperctl diff /backup/keeper /var/lib/clickhouse/coordination --at-index-b 1200000
  keeperctl diff before.jsonl /restore --ignore mtime --ignore-path '/clickhouse/task_queue/**')"};

struct Options {
    ComparedSide a{"a"}, b{"b"};
    SourceRules rules;
    std::vector<std::string> ignored, ignored_paths;
    std::string preset = "none", memory = "512MiB";
    std::size_t limit = 20;
    unsigned depth = 2;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        a.add_to(app, "A");
        b.add_to(app, "B");
        rules.add_to(app);
        app.add_option("--ignore", ignored, "A field, zxid, sessions or session_id_counter; repeatable")
            ->type_name("FIELD")
            ->expected(1)
            ->take_all()
            ->group("What to compare");
        app.add_option("--ignore-path", ignored_paths, "Nodes to leave out, for example '/a/**'; repeatable")
            ->type_name("GLOB")
            ->expected(1)
            ->take_all()
            ->group("What to compare");
        app.add_option("--preset", preset, "What must differ after a conversion is no difference")
            ->type_name("none|conversion|to-zookeeper")
            ->check(CLI::IsMember({"none", "conversion", "to-zookeeper"}).description(""))
            ->group("What to compare");
        app.add_option("--limit", limit, "Most nodes and sessions to show; jsonl shows all")
            ->type_name("N")
            ->group("What to show");
        app.add_option("--depth", depth, "Names in the paths of the subtrees that are counted")
            ->type_name("N")
            ->check(CLI::Range(1, 64).description(""))
            ->group("What to show");
        app.add_option("--memory", memory, "For what differs; beyond it the trees are read more often")
            ->type_name("SIZE")
            ->group("How");
        console.add_to(app, {"text", "json", "jsonl"});
    }
};

void add_ignored(const std::string& name, compare::DiffOptions& options) {
    if (name == "zxid")
        options.ignores_zxid = true;
    else if (name == "sessions")
        options.ignores_sessions = true;
    else if (name == "session_id_counter")
        options.ignores_session_id_counter = true;
    else
        options.ignored.add(field_of("--ignore", name, {"zxid", "sessions", "session_id_counter"}));
}

compare::DiffOptions diff_options(const Options& given) {
    compare::DiffOptions options;
    for (const std::string& name : given.ignored)
        add_ignored(name, options);
    for (const std::string& pattern : given.ignored_paths)
        options.ignored_paths.emplace_back(pattern);
    options.preset = given.preset == "conversion"     ? compare::Preset::conversion
                     : given.preset == "to-zookeeper" ? compare::Preset::to_zookeeper
                                                      : compare::Preset::none;
    options.subtree_depth = given.depth;
    const auto memory = parse_size(given.memory);
    if (!memory)
        throw Error(ErrorKind::usage,
                    fmt::format("--memory: {} is not a size such as 512MiB", escaped(given.memory)));
    options.memory = *memory;
    return options;
}

/// Lines while they come, or the first of them for the end.
class Shown {
public:
    Shown(bool as_lines, std::size_t limit) : as_lines_(as_lines), limit_(limit) {}
    void add(const Difference& difference) {
        if (as_lines_) {
            lines_.text() += to_json_line(difference);
            lines_.flush_when_large();
        } else if (kept_.size() < limit_) {
            kept_.push_back(difference);
        }
    }
    console::LongAnswer& lines() { return lines_; }
    const std::vector<Difference>& kept() const { return kept_; }

private:
    bool as_lines_;
    std::size_t limit_;
    console::LongAnswer lines_;
    std::vector<Difference> kept_;
};

int run(const Options& given) {
    const compare::DiffOptions options = diff_options(given);
    const bool as_lines = given.console.format == "jsonl";
    Shown shown(as_lines, given.limit);
    io::Meter meter;
    std::unique_ptr<compare::Side> a, b;
    const compare::DiffReport report = [&] {
        const console::ProgressBar bar(meter, given.console.shows_progress() &&
                                                  (!as_lines || !console::stdout_is_terminal()));
        a = given.a.open(given.rules, meter);
        b = given.b.open(given.rules, meter);
        return compare::diff(
            *a, *b, options, [&](const Difference& difference) { shown.add(difference); }, &meter);
    }();
    const DiffAnswer answer{*a, *b, report, shown.kept(), given.limit};
    if (as_lines) {
        shown.lines().text() += summary_json_line(answer);
        shown.lines().flush();
    } else if (given.console.format == "json") {
        console::print_json(to_json(answer));
    } else if (!given.console.quiet) {
        console::print(to_text(answer, given.console.colored()));
    }
    return report.is_equal() ? 0 : not_well;
}

} // namespace

void add_diff(CLI::App& program, Chosen& chosen) { add_command<Options>(program, chosen, text, run); }
