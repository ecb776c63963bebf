#pragma once
// What a Keeper of 22.10 does at its start, as simply as it can be written down (keeper-files 8.1,
// keeper-behaviour 1 to 3): slow, and without any code of the library's own prediction.
#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace keeperfs::property {

/// Name -> content.
using Files = std::map<std::string, std::string>;

struct KeeperFiles {
    Files logs, snapshots;
    std::string state;
};

struct ServerStart {
    bool starts = true;
    std::uint64_t last_index = 0; ///< of the state that it then has
};

ServerStart start_of_server_22(const KeeperFiles& files);

/// Every index of which a whole record with a right checksum lies somewhere in the logs.
std::set<std::uint64_t> indices_of_whole_records(const KeeperFiles& files);

} // namespace keeperfs::property
