#include "commands.h"
#include "console/console.h"
#include "console/progress_bar.h"
#include "disk_options.h"
#include "disk_plan_report.h"
#include "text_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/migrate/verify.h"

#include <algorithm>

using namespace keeperfs;
using console::Style;
using migrate::FileCheck;
using migrate::Layout;

namespace {

constexpr CommandText text{"verify", "Reads every file where it lies, and compares those that lie twice",
                           R"(  keeperctl disk verify --config /etc/clickhouse-keeper/keeper_config.xml
  keeperctl disk verify --from /old/log --to /new/log --format json)"};

struct Options {
    DiskOptions disks;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        disks.add_to(app);
        console.add_to(app);
    }
};

std::string said_of(const Layout& layout, const FileCheck& check, const TextReport& out) {
    std::string said = check.is_whole() ? "whole" : out.styled(escaped(check.problem), Style::red);
    if (check.same_as)
        said += fmt::format(", the same as on {}", escaped(layout.places[*check.same_as].name));
    if (check.differs_from)
        said += ", " + out.styled("differs from that on " + escaped(layout.places[*check.differs_from].name),
                                  Style::red);
    if (check.file.has_marker)
        said += ", " + out.styled("marker: a server deletes it", Style::yellow);
    return said;
}

std::string content_of(const FileCheck& check) {
    switch (check.file.kind) {
    case migrate::FileKind::log:
        return counted(check.records, "record", "records") +
               (check.first ? fmt::format(", {} to {}", *check.first, *check.last) : "");
    case migrate::FileKind::snapshot:
        return check.is_whole() ? counted(check.records, "node", "nodes") : "";
    case migrate::FileKind::state:
        break;
    }
    return "";
}

std::string to_text(const Layout& layout, const std::vector<FileCheck>& checks, bool colored) {
    TextReport out(colored);
    for (const FileCheck& check : checks) {
        const std::string content = content_of(check);
        out.row(escaped(layout.file(check.file.place, check.file.name)), "{}{}{}", content,
                content.empty() ? "" : ": ", said_of(layout, check, out));
    }
    const auto well = std::ranges::count_if(checks, &FileCheck::is_well);
    out.paragraph(fmt::format("{} read, {} well.", counted(checks.size(), "file", "files"), well));
    return out.text();
}

std::string to_json(const Layout& layout, const std::vector<FileCheck>& checks) {
    JsonWriter json;
    json.begin_object().member("format_version", 1);
    add_places(json, layout);
    json.key("files").begin_array();
    for (const FileCheck& check : checks) {
        json.begin_object()
            .member("kind", name_of(check.file.kind))
            .member("name", check.file.name)
            .member("place", layout.places[check.file.place].name)
            .member("bytes", check.file.bytes)
            .member("records", check.records);
        if (check.first)
            json.member("first_index", *check.first).member("last_index", *check.last);
        json.member("has_marker", check.file.has_marker).member("is_whole", check.is_whole());
        if (!check.problem.empty())
            json.member("problem", check.problem);
        if (!check.sha256.empty())
            json.member("sha256", check.sha256);
        if (check.same_as)
            json.member("same_as", layout.places[*check.same_as].name);
        if (check.differs_from)
            json.member("differs_from", layout.places[*check.differs_from].name);
        json.end_object();
    }
    json.end_array().end_object();
    return std::string(json.view()) + "\n";
}

int run(const Options& options) {
    const Layout layout = options.disks.layout();
    std::vector<FileCheck> checks;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        checks =
            migrate::verify_files(layout, migrate::take_inventory(io::FileSystem::system(), layout), &meter);
    }
    if (options.console.format == "json")
        console::print_json(to_json(layout, checks));
    else if (!options.console.quiet)
        console::print(to_text(layout, checks, options.console.colored()));
    return std::ranges::all_of(checks, &FileCheck::is_well) ? 0 : not_well;
}

} // namespace

void add_disk_verify(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
