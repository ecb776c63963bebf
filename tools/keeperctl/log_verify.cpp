#include "commands.h"
#include "log_input.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/inspect/log_findings.h"

#include <fmt/format.h>

using namespace keeperfs;
using console::Style;

namespace {

constexpr CommandText text{"verify", "Checks every checksum, every request, and the order of the records",
                           R"(  keeperctl log verify /var/lib/clickhouse/coordination/log
  keeperctl log verify changelog_1_100000.bin.zstd --format json)"};

using Options = LogQuestion;

std::string to_text(const std::vector<Finding>& findings, std::uint64_t records, std::size_t files,
                    bool colored) {
    std::string out;
    for (const Finding& finding : findings) {
        const Style style = finding.severity == Severity::note      ? Style::plain
                            : finding.severity == Severity::warning ? Style::yellow
                                                                    : Style::red;
        out += fmt::format("{} {}\n  {}{}: {}\n", console::styled(name_of(finding.severity), style, colored),
                           finding.code, escaped(finding.file),
                           finding.offset ? fmt::format(": at byte {}", *finding.offset) : "",
                           escaped(finding.message));
        if (!finding.hint.empty())
            out += "  " + console::wrapped(finding.hint, 2) + "\n";
    }
    return out +
           fmt::format("{} in {} checked, {}.\n", counted(records, "record", "records"),
                       counted(files, "file", "files"),
                       findings.empty() ? "nothing found" : counted(findings.size(), "finding", "findings"));
}

std::string to_json(const std::vector<Finding>& findings, std::uint64_t records, bool is_well) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).member("well", is_well).member("records", records);
    json.key("findings").begin_array();
    for (const Finding& finding : findings) {
        json.begin_object();
        add_members(json, finding);
        json.end_object();
    }
    json.end_array().end_object();
    return std::string(json.view()) + "\n";
}

int run(const Options& options) {
    inspect::LogChecker checker;
    std::uint64_t records = 0;
    const std::vector<LogFile> files = options.logs.files();
    read_logs(
        files, options.console.shows_progress(),
        [&](const LogFile& file) { checker.begin_file(file.path, file.name); },
        [&](const inspect::LogEntry& entry) {
            ++records;
            checker.add(entry);
            return true;
        },
        [&](const LogFile& file, const keeper::ChangelogReader& reader) {
            checker.end_file(reader, has_grown(file));
        });
    if (options.console.format == "json")
        console::print(to_json(checker.findings(), records, checker.is_well()));
    else if (!options.console.quiet)
        console::print(to_text(checker.findings(), records, files.size(), options.console.colored()));
    return checker.is_well() ? 0 : 3;
}

} // namespace

void add_log_verify(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
