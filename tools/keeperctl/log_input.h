#pragma once
#include "config_option.h"
#include "console/console.h"
#include "console/progress_bar.h"
#include "kept_input.h"

#include "keeperfs/inspect/log_entry.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/file_names.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

struct LogFile {
    std::string path; ///< for people
    OpenSource open;
    keeperfs::keeper::ChangelogCodec codec;
    std::optional<keeperfs::keeper::ChangelogName> name;
    std::uint64_t bytes = 0;
};

/// Which changelogs a command reads: files, directories, which give theirs in the order of their indices, and
/// standard input.
struct LogArgument {
    std::vector<std::string> places;
    ConfigOption config;

    void add_to(CLI::App& app);
    std::vector<LogFile> files() const;
};

/// What a command about changelogs asks for when it has nothing of its own.
struct LogQuestion {
    LogArgument logs;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        logs.add_to(app);
        console.add_to(app);
    }
};

/// The extension decides, as for a server.
keeperfs::keeper::ChangelogCodec codec_by_name(std::string_view path);

/// begin(file), record(entry) while it returns true, end(file, reader), for one file after the other.
template <class Begin, class Record, class End> void read_logs(const std::vector<LogFile>& files,
                                                               bool shows_progress, const Begin& begin,
                                                               const Record& record, const End& end) {
    keeperfs::io::Meter meter;
    std::uint64_t total = 0;
    for (const LogFile& file : files)
        total += file.bytes;
    meter.start("read", total);
    const console::ProgressBar bar(meter, shows_progress);
    keeperfs::inspect::LogEntry entry;
    for (const LogFile& file : files) {
        keeperfs::io::MeteredSource source(file.open(), &meter);
        keeperfs::keeper::ChangelogReader reader(source, file.codec);
        begin(file);
        bool goes_on = true;
        while (goes_on && reader.next(entry.record)) {
            entry.offset = reader.record_offset();
            entry.decode();
            goes_on = record(entry);
        }
        if (!goes_on)
            return;
        end(file, reader);
    }
}

/// A server writes it: it is longer than when it was looked for.
bool has_grown(const LogFile& file);
/// Damage as a message on standard error; true when there was any. The torn end of a file that has grown is
/// none.
bool tell_damage(const LogFile& file, const keeperfs::keeper::ChangelogReader& reader);
