#pragma once
#include "keeperfs/export.h"

#include <memory>
#include <string>

namespace keeperfs::net {

/// How a TLS connection is made. The peer's certificate and its host name are verified unless `insecure`.
struct TlsOptions {
    std::string ca;               ///< file or directory (hashed names); empty: the system's
    std::string certificate, key; ///< PEM files of the client; the chain may follow the certificate
    std::string passphrase;       ///< of the key; empty: it has none
    std::string server_name;      ///< instead of the host's name, for SNI and verification
    bool insecure = false;        ///< takes any certificate
};

/// What those files hold, loaded once for any number of connections and threads.
class KEEPERFS_EXPORT TlsSettings {
public:
    /// Throws Error(bad_input) for a file that cannot be read or used, Error(usage) for one without the
    /// other.
    explicit TlsSettings(const TlsOptions& options);
    ~TlsSettings();
    TlsSettings(const TlsSettings&) = delete;
    TlsSettings& operator=(const TlsSettings&) = delete;

    const std::string& server_name() const noexcept;
    bool is_insecure() const noexcept;

    struct Loaded;
    const Loaded& loaded() const noexcept { return *loaded_; }

private:
    std::unique_ptr<Loaded> loaded_;
};

} // namespace keeperfs::net
