#pragma once
#include "keeperfs/base/error.h"

namespace keeperfs::net {

/// Why there is no connection, or none any more.
enum class Cause : std::uint8_t {
    name_not_found,     ///< the resolver knows no such host, or does not answer
    connection_refused, ///< nobody listens on the port
    unreachable,        ///< no way to the host, or a firewall says so
    timeout,            ///< nothing happened in time
    cut_short,          ///< the peer closed or reset the connection
    tls_mismatch,       ///< one side speaks TLS, the other does not
    not_understood,     ///< the peer speaks another protocol
    too_long,           ///< more came than was to be kept
    certificate,        ///< the peer's certificate is not to be trusted, or ours was refused
};

/// An Error of the kind `unreachable` that says why, for those who decide by it.
class KEEPERFS_EXPORT ConnectionError : public Error {
public:
    ConnectionError(Cause cause, std::string what)
        : Error(ErrorKind::unreachable, std::move(what)), cause_(cause) {}
    ConnectionError(Cause cause, std::string what, std::string advice)
        : ConnectionError(cause, std::move(what)) {
        hint(std::move(advice));
    }
    ConnectionError(const ConnectionError&) noexcept = default;
    ConnectionError& operator=(const ConnectionError&) noexcept = default;
    ~ConnectionError() override;

    Cause cause() const noexcept { return cause_; }

private:
    Cause cause_;
};

} // namespace keeperfs::net
