#pragma once
#include "keeperfs/net/connection.h"

namespace keeperfs::net {

/// A TLS connection over a plain one, its handshake done and the peer verified as `settings` say.
std::unique_ptr<Connection> tls_over(std::unique_ptr<Connection> plain, const std::string& host,
                                     const TlsSettings& settings, const Deadline& deadline);

/// Gives all that the settings hold to a context that somebody else made; `context`: OpenSSL's SSL_CTX*.
void share_tls_settings(void* context, const TlsSettings& settings);

} // namespace keeperfs::net
