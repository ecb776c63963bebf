#include "backup_options.h"
#include "backup_report.h"
#include "backup_source.h"
#include "commands.h"
#include "console/program.h"
#include "console/progress_bar.h"
#include "json_texts.h"

#include "keeperfs/backup/create.h"
#include "keeperfs/backup/metrics.h"
#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/atomic_output.h"

#include <chrono>

using namespace keeperfs;
using backup::CreateReport;
using Clock = std::chrono::steady_clock;

namespace {

constexpr CommandText text{"create", "Makes a backup that is known to load",
                           R"(  keeperctl backup create /var/lib/clickhouse/coordination --to /backup/keeper
  keeperctl backup create --config /etc/clickhouse-keeper/keeper_config.xml --to /backup/keeper
  keeperctl backup create DIR --host keeper2 --to s3://backups/keeper --key-file /etc/keeper-backup.key)"};

struct Options {
    BackupSourceOptions source;
    StoreOptions store;
    std::string to, metrics_file;
    bool compress = false, no_replay = false, break_lock = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        source.add_to(app);
        const char* group = "Where to write";
        app.add_option("--to", to,
                       "Where the backups lie: a directory, made when it is not there, or s3://bucket/prefix")
            ->type_name("STORE")
            ->required()
            ->group(group);
        app.add_flag("--compress", compress, "Compress what is not compressed")->group(group);
        app.add_option("--metrics-file", metrics_file, "Write figures for Prometheus to this file")
            ->type_name("FILE")
            ->group(group);
        app.add_flag("--break-lock", break_lock, "Take the lock from a run of another machine")->group(group);
        app.add_flag("--no-replay", no_replay, "Do not apply the records: faster, and no digest is compared")
            ->group("What to check");
        store.add_access_to(app);
        console.add_to(app, {"text", "json", "jsonl"});
    }
};

/// What is said of a run that made a backup.
struct Answer {
    CreateReport report;
    std::vector<std::string> warnings;
    std::chrono::milliseconds elapsed{0};
    std::string store;

    int exit_code() const { return report.manifest.is_good() ? 0 : not_well; }
};

std::int64_t now_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::chrono::milliseconds since(Clock::time_point begun) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun);
}

void add_summary(JsonWriter& json, const Answer& answer) {
    json.member("outcome", answer.report.manifest.is_good() ? "made" : "made_source_not_well")
        .member("store", answer.store);
    add_manifest(json, answer.report.manifest);
    json.member("new_files", answer.report.new_files)
        .member("reused_files", answer.report.reused_files)
        .member("read_bytes", answer.report.read_bytes)
        .member("stored_bytes", answer.report.stored_bytes);
    add_texts(json, "warnings", answer.warnings);
    json.member("elapsed_ms", std::int64_t{answer.elapsed.count()});
}

std::string to_json(const Answer& answer) {
    JsonWriter json;
    json.begin_object().member("format_version", 1);
    add_summary(json, answer);
    json.end_object();
    return std::string(json.view()) + "\n";
}

/// A line for each file, then the summary.
std::string to_jsonl(const Answer& answer) {
    std::string lines;
    JsonWriter json(JsonWriter::Style::compact);
    for (const backup::BackupFile& file : answer.report.manifest.files) {
        json.begin_object()
            .member("format_version", 1)
            .member("message_type", "file")
            .member("kind", backup::name_of(file.kind))
            .member("name", file.name)
            .member("size", file.size)
            .member("stored_size", file.stored_size)
            .end_object();
        lines += std::string(json.view()) + "\n";
        json.clear();
    }
    json.begin_object().member("format_version", 1).member("message_type", "summary");
    add_summary(json, answer);
    json.end_object();
    return lines + std::string(json.view()) + "\n";
}

std::string to_text(const Answer& answer, bool colored) {
    TextReport out(colored);
    out.heading("Backup " + answer.report.manifest.id);
    add_manifest(out, answer.report.manifest);
    out.line("stored", "{} new, {}; {} there already, in {}",
             counted(answer.report.new_files, "file", "files"), size_text(answer.report.stored_bytes),
             answer.report.reused_files, duration_text(answer.elapsed));
    add_findings(out, answer.report.manifest.findings);
    for (const std::string& warning : answer.warnings)
        out.paragraph(warning);
    if (!answer.report.manifest.is_good())
        out.paragraph("The backup was made, and can be restored to the record above; something is wrong with "
                      "its source.");
    return out.text();
}

Answer make(const Options& options, backup::Store& store) {
    Answer answer;
    answer.store = options.to;
    const auto begun = Clock::now();
    backup::CreateOptions wanted;
    wanted.compresses = options.compress;
    wanted.replays = !options.no_replay;
    wanted.breaks_lock = options.break_lock;
    wanted.program_version = console::version();
    options.source.fill_in(wanted, options.store.s3(), store.has_key(), answer.warnings);
    wanted.now_ms = now_ms();
    io::Meter meter;
    const console::ProgressBar bar(meter, options.console.shows_progress());
    answer.report = backup::create(io::FileSystem::system(), store, wanted, &meter);
    answer.elapsed = since(begun);
    return answer;
}

void write_metrics(const Options& options, backup::Store& store, const backup::RunFigures& run) {
    if (options.metrics_file.empty())
        return;
    const std::string figures = backup::metrics_text(store.list(), run);
    io::AtomicOutput output(io::FileSystem::system(), options.metrics_file,
                            io::FileSystem::Existing::replace);
    output.write(as_bytes(figures));
    output.finish();
    output.commit();
}

void deliver(const Answer& answer, const Options& options) {
    if (options.console.format == "json")
        console::print_json(to_json(answer));
    else if (options.console.format == "jsonl")
        console::print_json(to_jsonl(answer));
    else if (!options.console.quiet)
        console::print(to_text(answer, options.console.colored()));
}

int run(const Options& options) {
    StoreOptions where = options.store;
    where.set_where(options.to);
    const StoreOptions::Opened opened = where.open(true);
    const auto begun = Clock::now();
    Answer answer;
    try {
        answer = make(options, *opened.store);
    } catch (const Error& error) {
        write_metrics(options, *opened.store, {error.exit_code(), now_ms(), since(begun), nullptr});
        throw;
    }
    write_metrics(options, *opened.store, {answer.exit_code(), now_ms(), answer.elapsed, &answer.report});
    deliver(answer, options);
    return answer.exit_code();
}

} // namespace

void add_backup_create(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
