#pragma once
// What clients might do to a server, at random: a few names and a few busy parents, so that paths live many
// times.
#include "property/model.h"
#include "property/random.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace keeperfs::property {

class History {
public:
    /// Fills the model with the tree that stands before the first transaction.
    History(Random& random, Model& model);

    /// Set while a snapshot is being written. Records that say less than a replay then needs are not made:
    /// creates without their parent's cversion (before 3.3), and closings that do not list the ephemerals
    /// (before 3.6, or closeSessionTxn.enabled=false). What the snapshot missed of those is in no file, and a
    /// server that replays them loses a step of the parent's cversion or pzxid.
    bool only_complete_records = false;
    /// The next transaction, executed.
    Txn next(const Pause& pause);

private:
    Random& random_;
    Model& model_;
    std::int64_t time_ms_ = 1'700'000'000'000;
    std::int64_t sessions_made_ = 0;
    std::vector<std::string> names_;
    bool close_with_paths_;

    std::int64_t next_zxid();
    std::int64_t new_session_id();
    std::int64_t some_session();
    std::int64_t session_to_close(); ///< one that owns ephemerals, mostly
    std::string some_path();         ///< of a node outside /zookeeper, "/" now and then
    std::string some_parent();       ///< as a prefix for a name
    Data some_data();
    tree::AclList some_acl();
    std::int32_t some_expected_version(std::int32_t present);

    Change some_create();
    Change some_removal();
    Change some_set_data();
    Change some_set_acl();
    Change some_change(bool in_multi);
    std::vector<Change> some_rewrite();
    std::vector<Change> some_quota();
    void omit_parent_cversions(Txn& txn);
};

} // namespace keeperfs::property
