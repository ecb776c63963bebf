#pragma once
#include "config_option.h"
#include "console/console.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/io/source.h"
#include "keeperfs/keeper/snapshot_reader.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace CLI {
class App;
}

/// Which snapshot a command reads: a file of any name, "-" for standard input, or a directory, of which the
/// newest snapshot is taken or the one that --index names.
struct SnapshotArgument {
    std::string place;
    std::optional<std::uint64_t> index;
    ConfigOption config;

    void add_to(CLI::App& app);
    /// Of a command that reads it several times from the disk.
    void add_file_to(CLI::App& app);
    /// The file that is meant, or "-".
    std::string file() const;
};

/// What a command about one snapshot asks for when it has nothing of its own.
struct SnapshotQuestion {
    SnapshotArgument snapshot;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        snapshot.add_to(app);
        console.add_to(app);
    }
};

/// Whether standard output gets its text while the snapshot is still being read: on a terminal the bar would
/// stand in it.
enum class Answer : std::uint8_t { at_the_end, while_reading };

/// How often read() is called. For `many` what comes through a pipe is kept, compressed as it is.
enum class Passes : std::uint8_t { one, many };

/// An opened snapshot.
class SnapshotInput {
public:
    SnapshotInput(const SnapshotArgument& argument, const console::ConsoleOptions& console, Answer answer,
                  Passes passes = Passes::one);
    SnapshotInput(const SnapshotInput&) = delete;
    SnapshotInput& operator=(const SnapshotInput&) = delete;
    ~SnapshotInput();

    const std::string& name() const noexcept { return name_; } ///< for people
    std::optional<std::uint64_t> index_in_name() const noexcept { return index_in_name_; }
    std::uint64_t bytes_read() const noexcept { return meter_.done(); } ///< by the last pass

    /// body(keeperfs::keeper::SnapshotReader&), with a progress bar; what is wrong with the file gets its
    /// name.
    template <class F> auto read(F body) {
        return read_file([&](keeperfs::io::Source& file) {
            keeperfs::keeper::SnapshotReader reader(file, keeperfs::keeper::Decoding::ahead);
            return body(reader);
        });
    }
    /// The same with body(keeperfs::io::Source&): the file as it lies there.
    template <class F> auto read_file(F body) {
        const std::shared_ptr<void> bar = progress_bar();
        try {
            return body(*open());
        } catch (keeperfs::Error& error) {
            if (error.kind() == keeperfs::ErrorKind::bad_input)
                error.file(name_);
            throw;
        }
    }

private:
    std::string name_;
    std::optional<std::uint64_t> index_in_name_;
    keeperfs::io::Meter meter_;
    std::function<std::unique_ptr<keeperfs::io::Source>()> open_;
    bool shows_progress_;

    std::unique_ptr<keeperfs::io::Source> open();
    std::shared_ptr<void> progress_bar() const;
};
