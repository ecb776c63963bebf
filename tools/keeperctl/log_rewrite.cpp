#include "keeperfs/inspect/log_rewrite.h"

#include "commands.h"
#include "log_copy.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/keeper/changelog_format.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

using namespace keeperfs;

namespace {

constexpr CommandText text{"rewrite", "Writes changelogs anew: codec, rotation, overwritten records left out",
                           R"(  keeperctl log rewrite LOGS --output-dir /mnt/new/log --codec plain
  keeperctl log rewrite changelog_1_1000.bin.zstd --output-dir mended --rotate 100000)"};

struct Options {
    LogArgument logs;
    std::string output_dir, codec = "plain";
    std::uint64_t rotate = keeper::changelog_format::default_rotate_interval;
    bool allow_gap = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        logs.add_to(app);
        app.add_option("--output-dir", output_dir, "An existing directory without changelogs")
            ->type_name("DIR")
            ->required()
            ->group("Where to write");
        app.add_option("--codec", codec, "Default plain, which every release reads")
            ->type_name("plain|zstd")
            ->check(CLI::IsMember({"plain", "zstd"}).description(""))
            ->group("What to write");
        app.add_option("--rotate", rotate, "Records in a file; default 100000")
            ->type_name("N")
            ->check(CLI::PositiveNumber.description(""))
            ->group("What to write");
        app.add_flag("--allow-gap", allow_gap, "Go on where an index is missing")
            ->group("What is refused unless allowed");
        console.add_to(app);
    }
};

void check_output(const std::string& directory) {
    if (!io::FileSystem::system().is_directory(directory))
        throw Error(ErrorKind::usage, fmt::format("{} is no directory", escaped(directory)));
    for (const io::DirectoryEntry& entry : io::FileSystem::system().list(directory))
        if (keeper::parse_changelog_name(entry.name))
            throw Error(ErrorKind::refused,
                        fmt::format("there is a changelog already, {}", escaped(entry.name)))
                .file(directory)
                .hint("Old and new logs in one directory are no sound log; give an empty one.");
}

std::string to_json(const LogCopy& copy, const std::vector<inspect::WrittenLog>& files) {
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("records_read", copy.runs.records())
        .member("overwritten", copy.runs.overwritten())
        .member("first_index", copy.from)
        .member("last_index", copy.to)
        .key("files")
        .begin_array();
    for (const inspect::WrittenLog& file : files)
        json.begin_object()
            .member("file", file.path)
            .member("first_index", file.first_index)
            .member("last_index", file.last_index)
            .member("records", file.records)
            .member("bytes", file.bytes)
            .end_object();
    json.end_array().end_object();
    return std::string(json.view()) + "\n";
}

std::string to_text(const LogCopy& copy, const std::vector<inspect::WrittenLog>& files) {
    std::string out;
    for (const inspect::WrittenLog& file : files)
        out += fmt::format("{}: {} to {}, {}, {}\n", escaped(file.path), file.first_index, file.last_index,
                           counted(file.records, "record", "records"), size_text(file.bytes));
    return out + fmt::format("{} read, {} overwritten and left out.\n",
                             counted(copy.runs.records(), "record", "records"),
                             grouped(copy.runs.overwritten()));
}

int run(const Options& options) {
    check_output(options.output_dir);
    const bool progress = options.console.shows_progress();
    const LogCopy copy = plan_copy(options.logs.files(), {}, {}, options.allow_gap, progress);
    const auto codec = options.codec == "zstd" ? keeper::ChangelogCodec::zstd : keeper::ChangelogCodec::plain;
    inspect::LogRotator rotator(io::FileSystem::system(), options.output_dir, codec, options.rotate);
    copy_records(copy, progress, [&](const keeper::ChangelogRecord& record) { rotator.write(record); });
    const std::vector<inspect::WrittenLog> files = rotator.finish();
    if (options.console.format == "json")
        console::print(to_json(copy, files));
    else if (!options.console.quiet)
        console::print(to_text(copy, files));
    return copy.is_damaged ? 3 : 0;
}

} // namespace

void add_log_rewrite(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
