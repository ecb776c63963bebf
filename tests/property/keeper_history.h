#pragma once
// What clients and servers might ask of a Keeper, at random, and how a record says it
// (keeper-files 5.3, 5.4).
#include "property/keeper_model.h"
#include "property/random.h"

#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::property {

/// Who a client can be; the last one is the superuser of those servers that have one.
inline const std::vector<std::string> keeper_credentials = {"ann:1", "bob:2", "root:secret"};

/// The next request for a server that is where the model is: mostly one that makes sense there.
class KeeperHistory {
public:
    KeeperHistory(Random& random, const KeeperModel& model) : random_(random), model_(model) {}
    SentRequest next();

private:
    Random& random_;
    const KeeperModel& model_;
    std::int64_t time_ms_ = 1'700'000'000'000;

    std::int64_t some_session();
    std::string some_path(); ///< mostly of a node
    std::string some_new_path();
    tree::AclList some_acl();
    std::int32_t some_version(std::int32_t present);
    test::OwnedOperation some_operation(bool in_multi);
    test::OwnedOperation some_create();
    test::OwnedOperation some_check_stat();
    SentRequest some_removal_of_its_own();
};

struct RecordForm {
    int digest_version = 0; ///< 0: none
    std::uint64_t digest = 0;
    bool has_64bit_xid = false;
    std::string tracing; ///< only behind a 64-bit xid
};
/// The blob of an application record.
std::string encoded(const SentRequest& request, const RecordForm& form);

} // namespace keeperfs::property
