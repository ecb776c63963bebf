#pragma once
#include <cstdint>

namespace keeperfs::probe {

/// What became of asking a server. The names are stable.
enum class Outcome : std::uint8_t {
    ok,                 ///< the answer of that word, whole
    failed,             ///< the answer says that the server could not do it
    not_serving,        ///< no leader, still starting, or in forced recovery
    refused_or_unknown, ///< the server has the word not, or may not answer it
    not_understood,     ///< an answer, but of no server that we know
    cut_short,          ///< the answer ends too early
    too_long,           ///< the answer is longer than was allowed
    timeout,
    connection_refused,
    unreachable,
    name_not_found,
    tls_mismatch,
    certificate,
};

inline const char* name_of(Outcome outcome) noexcept {
    switch (outcome) {
    case Outcome::ok:
        return "ok";
    case Outcome::failed:
        return "failed";
    case Outcome::not_serving:
        return "not_serving";
    case Outcome::refused_or_unknown:
        return "refused_or_unknown";
    case Outcome::not_understood:
        return "not_understood";
    case Outcome::cut_short:
        return "cut_short";
    case Outcome::too_long:
        return "too_long";
    case Outcome::timeout:
        return "timeout";
    case Outcome::connection_refused:
        return "connection_refused";
    case Outcome::unreachable:
        return "unreachable";
    case Outcome::name_not_found:
        return "name_not_found";
    case Outcome::tls_mismatch:
        return "tls_mismatch";
    case Outcome::certificate:
        break;
    }
    return "certificate";
}

} // namespace keeperfs::probe
