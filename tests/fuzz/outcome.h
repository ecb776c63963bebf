#pragma once
// What came out of a reader, as text that can be compared.
#include "keeperfs/base/error.h"
#include "keeperfs/tree/acl.h"
#include "keeperfs/tree/stat.h"

#include <fmt/format.h>

#include <string>

namespace keeperfs::fuzz {

struct Outcome {
    std::string records;
    std::string error; ///< what() of the Error, its offset included; empty: read to the end
    bool operator==(const Outcome&) const = default;
};

/// Runs f(records) and keeps how far it came.
template <class F> Outcome outcome_of(F f) {
    Outcome outcome;
    try {
        f(outcome.records);
    } catch (const Error& error) {
        outcome.error = fmt::format("{} {}", static_cast<int>(error.kind()), error.what());
    }
    return outcome;
}

inline std::string text_of(const tree::Stat& stat) {
    return fmt::format("{} {} {} {} {} {} {} {} {}", stat.czxid, stat.mzxid, stat.pzxid, stat.ctime,
                       stat.mtime, stat.version, stat.cversion, stat.aversion, stat.ephemeral_owner);
}
inline std::string text_of(const tree::AclList& list) {
    std::string text;
    for (const tree::Acl& acl : list)
        text += fmt::format("{} {}:{} {}:{} ", acl.permissions, acl.scheme.size(), acl.scheme, acl.id.size(),
                            acl.id);
    return text;
}

} // namespace keeperfs::fuzz
