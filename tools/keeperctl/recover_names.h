#pragma once
// The words for what recover says, the same in text and JSON.
#include "keeperfs/base/json_writer.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/recover/survivors.h"

#include <vector>

inline const char* name_of(keeperfs::recover::Agreement agreement) {
    using keeperfs::recover::Agreement;
    switch (agreement) {
    case Agreement::agrees:
        return "agrees";
    case Agreement::not_proven:
        return "not_proven";
    case Agreement::diverged:
        break;
    }
    return "diverged";
}

/// An array of id, endpoint, learner and priority.
inline void add_members(keeperfs::JsonWriter& json, std::string_view name,
                        const std::vector<keeperfs::keeper::ClusterServer>& servers) {
    json.key(name).begin_array();
    for (const keeperfs::keeper::ClusterServer& server : servers)
        json.begin_object()
            .member("id", server.id)
            .member("endpoint", server.endpoint)
            .member("learner", server.learner)
            .member("priority", server.priority)
            .end_object();
    json.end_array();
}
