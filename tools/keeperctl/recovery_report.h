#pragma once
#include "keeperfs/base/json_writer.h"
#include "keeperfs/recover/recovery.h"

#include <string>
#include <vector>

struct RecoveryAnswer {
    std::string survivor;
    keeperfs::recover::Recovery recovery;
    keeperfs::recover::RecoveryProof proof;
    std::vector<keeperfs::inspect::IndexRange> lost;
    std::string written_to;
    std::string backup;                   ///< empty: nothing was changed in place
    std::vector<std::string> from_others; ///< directories that records were taken from
    std::vector<std::string> left_out; ///< directories of which nothing shows that they belong to the others
    std::vector<std::string> next_steps; ///< sentences
};

/// "as standalone", "as one of 3 members; 2 voters elect a leader": what a server that has these members
/// does.
std::string role_text(const std::vector<keeperfs::keeper::ClusterServer>& members);

std::string to_text(const RecoveryAnswer& answer, bool colored);
std::string to_json(const RecoveryAnswer& answer);
/// Its members, into an object that is open.
void add_recovery(keeperfs::JsonWriter& json, const RecoveryAnswer& answer);
