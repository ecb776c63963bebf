#pragma once
// Before an upgrade, a migration or the first start of an ensemble: is everything ready for it, as far as the
// servers' answers and their configuration files show.
#include "keeperfs/config/configuration.h"
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/keeper/releases.h"
#include "keeperfs/net/connection_error.h"
#include "keeperfs/probe/ask.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::probe {

struct PreflightPlan {
    std::optional<keeper::Release> target; ///< the release that is to come
    bool not_started = false;              ///< the servers do not run yet: nobody may listen on their ports
    io::FileSystem* files = nullptr;       ///< this machine is the servers': their directories are looked at
};

enum class PortUse : std::uint8_t { client, raft, http, prometheus };

/// An attempt to connect from here.
struct PortTrial {
    net::Endpoint endpoint;
    PortUse use = PortUse::client;
    std::optional<net::Cause> failure; ///< nullopt: somebody listens
    std::string message;               ///< of the failure
};

struct AskedServer {
    net::Endpoint server;
    std::optional<std::size_t> node; ///< whose configuration named it
    std::map<std::string, Reply, std::less<>> replies;
    std::int64_t asked_ms = 0, answered_ms = 0; ///< by our clock, since 1970, before and after cons
};

/// All that judge() knows.
struct PreflightEvidence {
    std::vector<config::Configuration> nodes;
    std::vector<AskedServer> servers; ///< those that could be connected to
    std::vector<PortTrial> ports;
};
/// Tries the ports that the configurations name and the client ports of `servers`, and asks whoever listens
/// there. What a server or the network does is evidence, never an exception.
KEEPERFS_EXPORT PreflightEvidence gather(std::vector<net::Endpoint> servers,
                                         std::vector<config::Configuration> nodes, const PreflightPlan& plan,
                                         const AskOptions& options);

struct PreflightCheck {
    std::string_view name;     ///< stable: "ports.raft"
    std::string_view what;     ///< what is so when it is ok
    std::string_view why;      ///< why it matters
    std::string_view shown_by; ///< what is needed to see it
};
/// In the order of the answer.
KEEPERFS_EXPORT std::span<const PreflightCheck> preflight_checks() noexcept;

enum class CheckOutcome : std::uint8_t {
    ok,
    not_seen, ///< nothing that was looked at shows it
    warning,
    failed,
};
KEEPERFS_EXPORT const char* name_of(CheckOutcome outcome) noexcept;

struct CheckResult {
    const PreflightCheck* check = nullptr;
    CheckOutcome outcome = CheckOutcome::ok;
    std::string subject; ///< "keeper1:9181", "k.xml:12"; empty: of all
    std::string message; ///< what was found, or what an ok is based on
    std::string hint;    ///< what to do; may be empty
};
/// At least one result of each check, in the order of preflight_checks().
KEEPERFS_EXPORT std::vector<CheckResult> judge(const PreflightEvidence& evidence, const PreflightPlan& plan);

/// Whether a server that must run cannot be reached, or does not serve.
KEEPERFS_EXPORT bool is_unreachable(const CheckResult& result) noexcept;

} // namespace keeperfs::probe
