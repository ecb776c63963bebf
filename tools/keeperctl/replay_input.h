#pragma once
// What every command that applies a log asks for, and what it refuses.
#include "options/server_version_option.h"

#include "keeperfs/keeper/replay_directory.h"

#include <cstdint>
#include <optional>
#include <string>

namespace CLI {
class App;
}

/// Whose rules the requests follow.
class ReplayRulesOptions {
public:
    void add_to(CLI::App& app);
    keeperfs::keeper::ReplayOptions chosen() const; ///< throws Error(usage)

private:
    options::ServerVersionOption server_version_;
    std::string superdigest_file_;
};

/// Whether the log was applied as far as it was asked for.
bool is_whole(keeperfs::keeper::ReplayStop stop);
/// Throws Error(refused) where it was not, nor to the record `at_index` that was asked for: the tree is then
/// one that was not meant.
void refuse_unless_whole(const keeperfs::keeper::ReplayedDirectory& replayed,
                         std::optional<std::uint64_t> at_index);
