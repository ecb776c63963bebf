#include "log_input.h"

#include "data_directories.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/io/window.h"
#include "keeperfs/keeper/data_files.h"
#include "keeperfs/keeper/snapshot_format.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

using keeperfs::Error;
using keeperfs::ErrorKind;
namespace io = keeperfs::io;
namespace keeper = keeperfs::keeper;
namespace storage = keeperfs::storage;

namespace {

LogFile log_file(const std::string& path) {
    const auto open = [path] { return std::make_unique<io::FileSource>(io::FileSystem::system(), path); };
    return {path, open, codec_by_name(path), keeper::parse_changelog_name(io::name_of(path)), open()->size()};
}

/// Nothing but its beginning says what it is.
LogFile standard_input() {
    const OpenSource open = kept_standard_input();
    const auto source = open();
    const std::uint64_t bytes = source->remaining().value_or(0);
    io::Window window(*source);
    const keeperfs::Bytes magic = window.want(sizeof(std::uint32_t));
    const bool is_zstd =
        magic.size() >= sizeof(std::uint32_t) &&
        keeperfs::load_le<std::uint32_t>(magic.data()) == keeper::snapshot_format::zstd_magic;
    return {"standard input", open, is_zstd ? keeper::ChangelogCodec::zstd : keeper::ChangelogCodec::plain,
            std::nullopt, bytes};
}

std::vector<LogFile> logs_on(std::shared_ptr<storage::Disk> disk) {
    std::vector<LogFile> files;
    for (const keeper::ChangelogFile& log : keeper::list_data_files(*disk).changelogs)
        files.push_back(
            {disk->place(log.entry.name), [disk, name = log.entry.name] { return disk->open(name); },
             codec_by_name(log.entry.name), keeper::parse_changelog_name(log.entry.name), log.entry.size});
    return files;
}

/// Of the log directory itself, or of a Keeper's data directory with the logs below.
std::vector<LogFile> logs_below(const std::string& directory) {
    std::vector<LogFile> files = logs_on(DataDirectories{directory, "", ""}.log_disk());
    if (!files.empty())
        return files;
    throw Error(ErrorKind::bad_input, "there is no changelog here, nor in log, logs or coordination below")
        .file(directory)
        .hint("Give the directory with the files changelog_<from>_<to>.bin, or some of these files.");
}

std::vector<LogFile> logs_of(const ConfigOption& config) {
    std::vector<LogFile> files = logs_on(config.log_disk());
    if (files.empty())
        throw Error(ErrorKind::bad_input, "there is no changelog where this configuration has the log")
            .file(config.file);
    return files;
}

} // namespace

keeper::ChangelogCodec codec_by_name(std::string_view path) {
    return path.ends_with(".zstd") || path.ends_with(".zst") ? keeper::ChangelogCodec::zstd
                                                             : keeper::ChangelogCodec::plain;
}

void LogArgument::add_to(CLI::App& app) {
    app.add_option("FILE", places, "Changelogs, directories that hold them, or - (standard input)")
        ->type_name("")
        ->required();
    config.add_to(app, "FILE");
}

std::vector<LogFile> LogArgument::files() const {
    if (config.is_given())
        return logs_of(config);
    if (std::ranges::count(places, "-") > 1)
        throw Error(ErrorKind::usage, "standard input can be given once");
    std::vector<LogFile> files;
    for (const std::string& place : places) {
        if (place == "-") {
            files.push_back(standard_input());
            continue;
        }
        if (!io::FileSystem::system().is_directory(place)) {
            files.push_back(log_file(place));
            continue;
        }
        for (LogFile& file : logs_below(place))
            files.push_back(std::move(file));
    }
    return files;
}

bool has_grown(const LogFile& file) {
    io::FileSystem& files = io::FileSystem::system();
    return files.exists(file.path) && io::FileSource(files, file.path).size() > file.bytes;
}

bool tell_damage(const LogFile& file, const keeper::ChangelogReader& reader) {
    if (!reader.damage() || (reader.end() == keeper::ChangelogEnd::torn_record && has_grown(file)))
        return false;
    console::print_message(fmt::format("keeperctl: {}: {}\n", keeperfs::escaped(file.path),
                                       keeperfs::escaped(reader.damage()->finding())));
    return true;
}
