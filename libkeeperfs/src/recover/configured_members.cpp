#include "keeperfs/recover/configured_members.h"

#include "keeperfs/base/error.h"
#include "keeperfs/config/values.h"
#include "keeperfs/net/endpoint.h"

#include <algorithm>

namespace keeperfs::recover {

std::vector<keeper::ClusterServer> configured_members(const config::KeeperSettings& settings) {
    std::vector<keeper::ClusterServer> members;
    for (const config::RaftServer& configured : settings.servers) {
        if (!configured.id || !configured.port || *configured.id < 0 || *configured.id > INT32_MAX)
            throw Error(ErrorKind::bad_input, configured.key + " is no member: it lacks its id or its port")
                .hint("keeperctl config check says what is wrong with the file.");
        keeper::ClusterServer& server = members.emplace_back();
        server.id = static_cast<std::int32_t>(*configured.id);
        server.endpoint = net::text_of(net::Endpoint{configured.hostname, *configured.port});
        server.learner = !configured.can_become_leader;
        server.priority =
            static_cast<std::int32_t>(std::clamp<std::int64_t>(configured.priority, 0, INT32_MAX));
    }
    return members;
}

bool may_reconfigure(const config::Configuration& configuration) {
    const auto value = configuration.value("keeper_server.enable_reconfiguration");
    return value && config::boolean_of(value->text).value_or(false);
}

} // namespace keeperfs::recover
