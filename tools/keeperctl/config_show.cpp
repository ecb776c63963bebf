#include "commands.h"
#include "config_input.h"
#include "config_print.h"
#include "text_report.h"

#include "keeperfs/base/text.h"

using namespace keeperfs;
using config::Configuration;
using config::SourceFile;
using console::Style;

namespace {

constexpr CommandText text{"show",
                           "What a server would read: each value, where it comes from, what it overrode",
                           R"(  keeperctl config show
  keeperctl config show /etc/clickhouse-server/config.xml --env-file server.env
  keeperctl config show keeper_config.xml --format json)"};

struct Options {
    std::string file = usual_config_file;
    ConfigReading reading;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("FILE", file, fmt::format("The main file; default {}", usual_config_file))
            ->type_name("");
        reading.add_to(app);
        console.add_to(app);
    }
};

void add_files(TextReport& out, const Configuration& config) {
    out.heading("files");
    for (const SourceFile& file : config.files())
        out.row(fmt::format("{:<8}", name_of(file.role)), "{}{}{}", escaped(file.path),
                file.reason.empty() ? "" : ": ", file.reason);
}

void add_findings(TextReport& out, const Configuration& config) {
    if (config.findings().empty())
        return;
    out.heading("findings");
    for (const Finding& finding : config.findings()) {
        const Style style = finding.severity == Severity::note ? Style::plain : Style::yellow;
        out.row(out.styled(name_of(finding.severity), style), "{}  {}", finding.code,
                place_text({finding.file, finding.line.value_or(0)}));
        out.row("", "{}. {}", finding.message, finding.hint);
    }
}

std::string to_text(const Configuration& config, bool colored) {
    TextReport out(colored);
    add_files(out, config);
    out.heading("values");
    std::string values;
    for (const config::Entry& entry : config.entries())
        values += entry_text(entry);
    TextReport after(colored);
    add_findings(after, config);
    return out.text() + values + after.text();
}

std::string to_json(const Configuration& config) {
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("root", config.root_name())
        .key("files")
        .begin_array();
    for (const SourceFile& file : config.files()) {
        json.begin_object().member("file", file.path).member("role", name_of(file.role));
        if (!file.reason.empty())
            json.member("reason", file.reason);
        json.end_object();
    }
    json.end_array().key("values").begin_array();
    for (const config::Entry& entry : config.entries())
        add_entry(json, entry);
    json.end_array().key("findings").begin_array();
    for (const Finding& finding : config.findings()) {
        json.begin_object();
        add_members(json, finding);
        json.end_object();
    }
    json.end_array().end_object();
    return std::string(json.view());
}

int run(const Options& options) {
    const Configuration config = options.reading.load(options.file);
    if (options.console.format == "json")
        console::print_json(to_json(config));
    else if (!options.console.quiet)
        console::print(to_text(config, options.console.colored()));
    return 0;
}

} // namespace

void add_config_show(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
