#include "snapshot_input.h"

#include "console/progress_bar.h"
#include "console/standard_input.h"
#include "data_directories.h"
#include "kept_input.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/keeper/data_files.h"
#include "keeperfs/keeper/file_names.h"
#include "keeperfs/storage/disk.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

using keeperfs::Error;
using keeperfs::ErrorKind;
namespace io = keeperfs::io;
namespace keeper = keeperfs::keeper;
namespace storage = keeperfs::storage;

namespace {

struct Found {
    std::string place; ///< for people
    OpenSource open;
    std::optional<std::uint64_t> index_in_name;
};

Error no_such_index(const SnapshotArgument& argument, const std::vector<keeper::SnapshotFile>& snapshots) {
    std::string indices;
    for (const keeper::SnapshotFile& snapshot : snapshots)
        indices += fmt::format("{}{}", indices.empty() ? "" : ", ", snapshot.index);
    return Error(ErrorKind::bad_input, fmt::format("there is no snapshot with index {}", *argument.index))
        .file(argument.place)
        .hint("There are " + indices + ".");
}

/// `hint`: what to do when there is no snapshot on the disk.
Found found_on(std::shared_ptr<storage::Disk> disk, const SnapshotArgument& argument, const char* hint) {
    const std::vector<keeper::SnapshotFile> snapshots = keeper::list_data_files(*disk).snapshots;
    if (snapshots.empty())
        throw Error(ErrorKind::bad_input,
                    "there is no snapshot here, nor in snapshots or coordination/snapshots")
            .file(argument.place)
            .hint(hint);
    const std::uint64_t index = argument.index.value_or(snapshots.back().index);
    // Of several with one index the last by name, as with all that is sorted here.
    const auto wanted =
        std::ranges::find(snapshots.rbegin(), snapshots.rend(), index, &keeper::SnapshotFile::index);
    if (wanted == snapshots.rend())
        throw no_such_index(argument, snapshots);
    const std::string& name = wanted->entry.name;
    return {disk->place(name), [disk, name] { return disk->open(name); }, index};
}

Found found_in_directory(const SnapshotArgument& argument) {
    return found_on(DataDirectories{argument.place, "", ""}.snapshot_disk(), argument,
                    "Give the directory with the files snapshot_<index>.bin.zstd, or one of these files.");
}

Found found_by_configuration(const SnapshotArgument& argument) {
    return found_on(argument.config.snapshot_disk(), {argument.config.file, argument.index, {}},
                    "Is this the configuration of a server that has made one?");
}

Found found(const SnapshotArgument& argument, Passes passes) {
    if (argument.config.is_given())
        return found_by_configuration(argument);
    if (argument.place != "-" && io::FileSystem::system().is_directory(argument.place))
        return found_in_directory(argument);
    if (argument.index)
        throw Error(ErrorKind::usage, fmt::format("--index chooses in a directory, and {} is none",
                                                  keeperfs::escaped(argument.place)));
    if (argument.place == "-")
        return {"standard input", passes == Passes::many ? kept_standard_input() : OpenSource([] {
                    return std::make_unique<console::StandardInput>();
                }),
                std::nullopt};
    return {
        argument.place,
        [path = argument.place] { return std::make_unique<io::FileSource>(io::FileSystem::system(), path); },
        keeper::snapshot_index(io::name_of(argument.place))};
}

} // namespace

void SnapshotArgument::add_to(CLI::App& app) {
    add_file_to(app);
    app.get_option("FILE")->description("A snapshot, a directory (its newest one), or - (standard input)");
}

void SnapshotArgument::add_file_to(CLI::App& app) {
    app.add_option("FILE", place, "A snapshot, or a directory (its newest one)")->type_name("")->required();
    app.add_option("--index", index, "In a directory: the snapshot of this log index")
        ->type_name("N")
        ->group("What to read");
    config.add_to(app, "FILE");
}

std::string SnapshotArgument::file() const {
    if (place == "-")
        throw Error(ErrorKind::usage, "the snapshot is read several times, so it cannot be standard input");
    if (config.is_given()) // a directory, since it is read and written by its path
        return found_in_directory({config.snapshot_dir(), index, {}}).place;
    return found(*this, Passes::one).place;
}

SnapshotInput::SnapshotInput(const SnapshotArgument& argument, const console::ConsoleOptions& console,
                             Answer answer, Passes passes)
    : shows_progress_(console.shows_progress() &&
                      (answer == Answer::at_the_end || !console::stdout_is_terminal())) {
    Found file = found(argument, passes);
    name_ = std::move(file.place);
    index_in_name_ = file.index_in_name;
    open_ = std::move(file.open);
}

std::unique_ptr<io::Source> SnapshotInput::open() {
    auto file = open_();
    meter_.start("read", file->remaining().value_or(0));
    return std::make_unique<io::MeteredSource>(std::move(file), &meter_);
}

SnapshotInput::~SnapshotInput() = default;

std::shared_ptr<void> SnapshotInput::progress_bar() const {
    return std::make_shared<console::ProgressBar>(meter_, shows_progress_);
}
