#include "commands.h"
#include "config_input.h"
#include "config_print.h"
#include "options/server_version_option.h"
#include "text_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/config/release_defaults.h"

using namespace keeperfs;
using config::Configuration;
using config::ReleaseDefault;
using config::SourceFile;
using console::Style;

namespace {

constexpr CommandText text{"show",
                           "What a server would read: each value, where it comes from, what it overrode",
                           R"(  keeperctl config show
  keeperctl config show /etc/clickhouse-server/config.xml --env-file server.env
  keeperctl config show keeper_config.xml --defaults-of 24.8
  keeperctl config show --defaults-of 25.8 --format json)"};

struct Options {
    std::string file;
    options::ServerVersionOption defaults_of{"--defaults-of"};
    ConfigReading reading;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("FILE", file, fmt::format("The main file; default {}", usual_config_file))
            ->type_name("");
        defaults_of.add_to(app, "What to answer",
                           "Also what this release takes where nothing is set; without FILE only that");
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

/// What is asked for: a configuration, the defaults of a release, or the one and what it leaves to the other.
struct ConfigAnswer {
    std::optional<Configuration> config;
    std::optional<keeper::Release> release;
    std::vector<ReleaseDefault> defaults;
};

std::string entries_text(const Configuration& config) {
    std::string values;
    for (const config::Entry& entry : config.entries())
        values += entry_text(entry);
    return values;
}

std::string defaults_text(const ConfigAnswer& answer) {
    const std::string release = keeper::text_of(*answer.release);
    std::string values;
    for (const ReleaseDefault& setting : answer.defaults)
        values += fmt::format("{} = {}  (default of {}{})\n", setting.key, setting.value, release,
                              setting.is_certain ? "" : ", not established");
    return values;
}

std::string to_text(const ConfigAnswer& answer, bool colored) {
    TextReport out(colored), after(colored);
    if (answer.config) {
        add_files(out, *answer.config);
        add_findings(after, *answer.config);
    }
    out.heading("values");
    return out.text() + (answer.config ? entries_text(*answer.config) : "") +
           (answer.release ? defaults_text(answer) : "") + after.text();
}

void add_members(JsonWriter& json, const Configuration& config) {
    json.member("root", config.root_name()).key("files").begin_array();
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
    json.end_array();
}

void add_defaults(JsonWriter& json, const ConfigAnswer& answer) {
    json.member("release", keeper::text_of(*answer.release)).key("defaults").begin_array();
    for (const ReleaseDefault& setting : answer.defaults)
        json.begin_object()
            .member("key", setting.key)
            .member("value", setting.value)
            .member("established", setting.is_certain)
            .end_object();
    json.end_array();
}

std::string to_json(const ConfigAnswer& answer) {
    JsonWriter json;
    json.begin_object().member("format_version", 1);
    if (answer.config)
        add_members(json, *answer.config);
    if (answer.release)
        add_defaults(json, answer);
    json.end_object();
    return std::string(json.view());
}

ConfigAnswer answer_to(const Options& options) {
    ConfigAnswer answer;
    answer.release = options.defaults_of.release();
    if (!answer.release || !options.file.empty())
        answer.config = options.reading.load(options.file.empty() ? usual_config_file : options.file);
    if (answer.release)
        answer.defaults = answer.config ? config::defaults_beside(*answer.config, *answer.release)
                                        : config::defaults_of(*answer.release);
    return answer;
}

int run(const Options& options) {
    const ConfigAnswer answer = answer_to(options);
    if (options.console.format == "json")
        console::print_json(to_json(answer));
    else if (!options.console.quiet)
        console::print(to_text(answer, options.console.colored()));
    return 0;
}

} // namespace

void add_config_show(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
