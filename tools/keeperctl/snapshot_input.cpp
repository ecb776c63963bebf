#include "snapshot_input.h"

#include "console/progress_bar.h"
#include "console/standard_input.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/keeper/file_names.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>

using keeperfs::Error;
using keeperfs::ErrorKind;
namespace io = keeperfs::io;
namespace keeper = keeperfs::keeper;

namespace {

class MeteredSource final : public io::Source {
public:
    MeteredSource(std::unique_ptr<io::Source> from, io::Meter& meter)
        : from_(std::move(from)), meter_(meter) {
        meter_.start("read", from_->remaining().value_or(0));
    }
    std::size_t read(std::span<std::uint8_t> into) override {
        const std::size_t got = from_->read(into);
        meter_.add(got);
        return got;
    }
    std::optional<std::uint64_t> remaining() const override { return from_->remaining(); }

private:
    std::unique_ptr<io::Source> from_;
    io::Meter& meter_;
};

struct Found {
    std::string path;
    std::uint64_t index;
};

std::vector<Found> snapshots_in(const std::string& directory) {
    std::vector<Found> found;
    for (const io::DirectoryEntry& entry : io::FileSystem::system().list(directory))
        if (const auto index = keeper::snapshot_index(entry.name);
            index && entry.kind == io::FileKind::regular)
            found.push_back({io::join(directory, entry.name), *index});
    std::ranges::stable_sort(found, {}, &Found::index);
    return found;
}

/// Of the snapshot directory itself, or of a Keeper's data directory with the snapshots below.
std::vector<Found> snapshots_below(const std::string& directory) {
    for (const char* below : {"", "snapshots", "coordination/snapshots"}) {
        const std::string candidate = *below == '\0' ? directory : io::join(directory, below);
        if (!io::FileSystem::system().is_directory(candidate))
            continue;
        if (auto found = snapshots_in(candidate); !found.empty())
            return found;
    }
    throw Error(ErrorKind::bad_input, "there is no snapshot here, nor in snapshots or coordination/snapshots")
        .file(directory)
        .hint("Give the directory with the files snapshot_<index>.bin.zstd, or one of these files.");
}

std::string chosen_file(const SnapshotArgument& argument) {
    const bool is_directory = argument.place != "-" && io::FileSystem::system().is_directory(argument.place);
    if (!is_directory) {
        if (argument.index)
            throw Error(ErrorKind::usage, fmt::format("--index chooses in a directory, and {} is none",
                                                      keeperfs::escaped(argument.place)));
        return argument.place;
    }
    const std::vector<Found> found = snapshots_below(argument.place);
    if (!argument.index)
        return found.back().path;
    const auto wanted = std::ranges::find(found, *argument.index, &Found::index);
    if (wanted != found.end())
        return wanted->path;
    std::string indices;
    for (const Found& snapshot : found)
        indices += fmt::format("{}{}", indices.empty() ? "" : ", ", snapshot.index);
    throw Error(ErrorKind::bad_input, fmt::format("there is no snapshot with index {}", *argument.index))
        .file(argument.place)
        .hint("There are " + indices + ".");
}

} // namespace

void SnapshotArgument::add_to(CLI::App& app) {
    app.add_option("FILE", place, "A snapshot, a directory (its newest snapshot), or - for standard input")
        ->type_name("")
        ->required();
    app.add_option("--index", index, "In a directory: the snapshot of this log index")
        ->type_name("N")
        ->group("What to read");
}

SnapshotInput::SnapshotInput(const SnapshotArgument& argument, const console::ConsoleOptions& console,
                             Answer answer)
    : name_(chosen_file(argument)),
      shows_progress_(console.shows_progress() &&
                      (answer == Answer::at_the_end || !console::stdout_is_terminal())) {
    std::unique_ptr<io::Source> file;
    if (name_ == "-") {
        name_ = "standard input";
        file = std::make_unique<console::StandardInput>();
    } else {
        file = std::make_unique<io::FileSource>(io::FileSystem::system(), name_);
    }
    source_ = std::make_unique<MeteredSource>(std::move(file), meter_);
}

SnapshotInput::~SnapshotInput() = default;

std::shared_ptr<void> SnapshotInput::progress_bar() const {
    return std::make_shared<console::ProgressBar>(meter_, shows_progress_);
}
