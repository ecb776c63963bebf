#include "backup_options.h"
#include "backup_report.h"
#include "commands.h"
#include "console/progress_bar.h"

#include "keeperfs/backup/verify.h"
#include "keeperfs/base/text.h"

using namespace keeperfs;
using backup::VerifiedBackup;
using backup::VerifyReport;

namespace {

constexpr CommandText text{"verify", "Whether the backups can be restored",
                           R"(  keeperctl backup verify /backup/keeper
  keeperctl backup verify /backup/keeper 20261128T140503Z-1f2e3d4c --deep)"};

struct Options {
    StoreOptions store;
    backup::VerifyOptions what;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        store.add_to(app);
        app.add_option("ID", what.id, "Only this one; default all of them, and what else lies there")
            ->type_name("");
        app.add_flag("--deep", what.replays, "Apply the records too, and compare their digests")
            ->group("What to check");
        console.add_to(app);
    }
};

std::string to_json(const VerifyReport& report) {
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("well", report.is_well())
        .member("objects", report.objects)
        .member("bytes", report.bytes)
        .key("backups")
        .begin_array();
    for (const VerifiedBackup& backup : report.backups) {
        json.begin_object()
            .member("id", backup.id)
            .member("well", backup.is_well())
            .member("loaded", backup.was_loaded)
            .member("last_index", backup.last_index)
            .member("nodes", backup.nodes)
            .member("records_replayed", backup.records_replayed)
            .member("digests_compared", backup.digests_compared);
        add_findings(json, backup.findings);
        json.end_object();
    }
    json.end_array();
    add_findings(json, report.findings);
    json.end_object();
    return std::string(json.view()) + "\n";
}

std::string state_of(const VerifiedBackup& backup) {
    if (!backup.is_well())
        return "not well";
    return backup.was_loaded
               ? fmt::format("well, to record {}, {} nodes", backup.last_index, grouped(backup.nodes))
               : "whole; without its key it cannot be loaded";
}

std::string to_text(const VerifyReport& report, bool colored) {
    TextReport out(colored);
    for (const VerifiedBackup& backup : report.backups) {
        out.heading("Backup " + backup.id);
        out.line(
            "state", "{}",
            out.styled(state_of(backup), backup.is_well() ? console::Style::green : console::Style::red));
        if (backup.records_replayed != 0)
            out.line("replayed", "{}, {} compared", counted(backup.records_replayed, "record", "records"),
                     counted(backup.digests_compared, "digest", "digests"));
        add_findings(out, backup.findings);
    }
    add_findings(out, report.findings);
    out.paragraph(fmt::format("{} read, {}.", counted(report.objects, "stored file", "stored files"),
                              size_text(report.bytes)));
    return out.text();
}

int run(const Options& options) {
    const StoreOptions::Opened opened = options.store.open();
    VerifyReport report;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        report = backup::verify(io::FileSystem::system(), *opened.store, options.what, &meter);
    }
    if (options.console.format == "json")
        console::print_json(to_json(report));
    else if (!options.console.quiet)
        console::print(to_text(report, options.console.colored()));
    return report.is_well() ? 0 : not_well;
}

} // namespace

void add_backup_verify(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
