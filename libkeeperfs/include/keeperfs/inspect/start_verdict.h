#pragma once
// What a server of a release would do at its start, said before it does it.
#include "keeperfs/export.h"
#include "keeperfs/inspect/log_image.h"
#include "keeperfs/keeper/releases.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::inspect {

enum class Knowledge : std::uint8_t {
    observed,        ///< on a running server
    source,          ///< read in the source
    assumed,         ///< not established; the worse case is assumed
    not_established, ///< the nearest known release stands for it
};
enum class StartOutcome : std::uint8_t {
    starts,
    refuses, ///< an error that says why; nothing is changed
    aborts,  ///< the process dies
};
enum class Fate : std::uint8_t { deleted, detached, not_read };

struct FileFate {
    std::string file;
    Fate fate{};
    std::string reason;
};

struct KEEPERFS_EXPORT StartVerdict {
    std::string_view era; ///< "22.7 to 22.10"
    keeper::Release release;
    Knowledge known{};
    bool reads_the_files = true;    ///< false: they were written by a later release
    bool is_its_own_defect = false; ///< it does not start, and nothing is wrong with the files
    StartOutcome outcome = StartOutcome::starts;
    std::string reason;                  ///< why it does not start
    std::optional<std::string> snapshot; ///< the file; nullopt: from the empty tree
    std::uint64_t snapshot_index = 0;
    std::uint64_t last_index = 0;                    ///< of the state after the start
    std::optional<std::int64_t> zxid;                ///< of it; nullopt: not known
    std::optional<keeper::ClusterConfig> membership; ///< nullopt: that of its configuration file
    std::vector<FileFate> files;                     ///< those that it deletes, moves away or does not read
    std::vector<IndexRange> lost;       ///< records that the files hold and the server then lacks
    std::vector<std::string> log_lines; ///< what it prints, where that is known
    std::vector<std::string> remarks;

    std::uint64_t lost_records() const noexcept;
    /// What it says is about the files, which it could have written.
    bool is_about_the_files() const noexcept { return reads_the_files && !is_its_own_defect; }
    /// It starts, and nothing is lost.
    bool is_well() const noexcept { return outcome == StartOutcome::starts && lost.empty(); }
};

/// `best`: what could be reached, for what is lost.
KEEPERFS_EXPORT StartVerdict predict_start(const DirectoryScan& scan, const LogImage& best,
                                           keeper::Release release);
/// The last release of each era with rules of its own, oldest first.
KEEPERFS_EXPORT std::vector<keeper::Release> era_representatives();

} // namespace keeperfs::inspect
