#pragma once
#include "console/console.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/io/source.h"
#include "keeperfs/keeper/snapshot_reader.h"

#include <cstdint>
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

    void add_to(CLI::App& app);
};

/// Whether standard output gets its text while the snapshot is still being read: on a terminal the bar would
/// stand in it.
enum class Answer : std::uint8_t { at_the_end, while_reading };

/// An opened snapshot.
class SnapshotInput {
public:
    SnapshotInput(const SnapshotArgument& argument, const console::ConsoleOptions& console, Answer answer);
    SnapshotInput(const SnapshotInput&) = delete;
    SnapshotInput& operator=(const SnapshotInput&) = delete;
    ~SnapshotInput();

    const std::string& name() const noexcept { return name_; } ///< for people
    std::uint64_t bytes_read() const noexcept { return meter_.done(); }

    /// body(keeperfs::keeper::SnapshotReader&), with a progress bar; what is wrong with the file gets its
    /// name.
    template <class F> auto read(F body) {
        const std::shared_ptr<void> bar = progress_bar();
        try {
            keeperfs::keeper::SnapshotReader reader(*source_, keeperfs::keeper::Decoding::ahead);
            return body(reader);
        } catch (keeperfs::Error& error) {
            if (error.kind() == keeperfs::ErrorKind::bad_input)
                error.file(name_);
            throw;
        }
    }

private:
    std::string name_;
    keeperfs::io::Meter meter_;
    std::unique_ptr<keeperfs::io::Source> source_;
    bool shows_progress_;

    std::shared_ptr<void> progress_bar() const;
};
