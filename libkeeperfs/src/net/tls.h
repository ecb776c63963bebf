#pragma once
#include "keeperfs/net/connection.h"

namespace keeperfs::net {

/// A TLS connection over a plain one, its handshake done and the peer verified as `settings` say.
std::unique_ptr<Connection> tls_over(std::unique_ptr<Connection> plain, const std::string& host,
                                     const TlsSettings& settings, const Deadline& deadline);

/// Puts what the options say into a context that somebody else made; `context`: OpenSSL's SSL_CTX*. Throws as
/// TlsSettings does.
void apply_tls_options(void* context, const TlsOptions& options);

} // namespace keeperfs::net
