#include "net/tls.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/net/connection_error.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <system_error>

namespace keeperfs::net {

struct TlsSettings::Loaded {
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()),
                                                              &SSL_CTX_free};
    std::string server_name;
    bool insecure = false;
};

namespace {

/// The reason of the oldest error in this thread's queue, which is emptied.
std::string take_reason(int* code = nullptr) {
    const unsigned long error = ERR_get_error();
    ERR_clear_error();
    if (code != nullptr)
        *code = ERR_GET_REASON(error);
    if (ERR_GET_LIB(error) == ERR_LIB_SYS)
        return std::generic_category().message(ERR_GET_REASON(error));
    const char* const reason = ERR_reason_error_string(error);
    return reason == nullptr ? "no reason given" : reason;
}

void require(int ok, const std::string& file, const char* what, const char* advice) {
    if (ok != 1)
        throw Error(ErrorKind::bad_input, fmt::format("{}: {}", what, take_reason())).file(file).hint(advice);
}

void load_trusted(SSL_CTX* context, const std::string& ca) {
    constexpr const char* advice = "A PEM file, or a directory that c_rehash or openssl rehash prepared.";
    if (ca.empty())
        SSL_CTX_set_default_verify_paths(context);
    else if (io::FileSystem::system().is_directory(ca))
        require(SSL_CTX_load_verify_dir(context, ca.c_str()), ca, "not usable as trusted certificates",
                advice);
    else
        require(SSL_CTX_load_verify_file(context, ca.c_str()), ca, "not usable as trusted certificates",
                advice);
}

/// OpenSSL's own callback would ask on the terminal.
int give_passphrase(char* buffer, int size, int, void* passphrase) {
    const auto& text = *static_cast<const std::string*>(passphrase);
    if (text.empty() || text.size() > static_cast<std::size_t>(size))
        return -1;
    std::ranges::copy(text, buffer);
    return static_cast<int>(text.size());
}

void load_own(SSL_CTX* context, const TlsOptions& options) {
    if (options.certificate.empty()) {
        if (!options.key.empty())
            throw Error(ErrorKind::usage, "a key without its certificate").file(options.key);
        return;
    }
    require(SSL_CTX_use_certificate_chain_file(context, options.certificate.c_str()), options.certificate,
            "not usable as a certificate", "A PEM file: the certificate, then those that lead to its root.");
    const std::string& key = options.key.empty() ? options.certificate : options.key;
    std::string passphrase = options.passphrase;
    SSL_CTX_set_default_passwd_cb(context, &give_passphrase);
    SSL_CTX_set_default_passwd_cb_userdata(context, &passphrase);
    const int loaded = SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM);
    SSL_CTX_set_default_passwd_cb_userdata(context, nullptr);
    OPENSSL_cleanse(passphrase.data(), passphrase.size());
    require(loaded, key, "not usable as a private key",
            "A PEM file; where it is encrypted, its passphrase must be given and right.");
    require(SSL_CTX_check_private_key(context), key, "the key is not that of the certificate",
            "Give the two files that belong together.");
}

bool is_address(const std::string& host) {
    const std::unique_ptr<ASN1_OCTET_STRING, decltype(&ASN1_OCTET_STRING_free)> bytes(
        a2i_IPADDRESS(host.c_str()), &ASN1_OCTET_STRING_free);
    ERR_clear_error();
    return bytes != nullptr;
}

ConnectionError untrusted(long result, const std::string& name) {
    const std::string what =
        fmt::format("the server's certificate is not accepted: {}", X509_verify_cert_error_string(result));
    switch (result) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return {Cause::certificate, what,
                fmt::format("It is not made for {}. Connect by a name that stands in it, or name one with "
                            "--tls-server-name.",
                            escaped(name))};
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return {Cause::certificate, what, "Renew it, and compare the clocks of both machines."};
    default:
        return {Cause::certificate, what, "Give the certificate of its authority with --tls-ca."};
    }
}

bool is_about_our_certificate(int reason) {
    switch (reason) {
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
        return true;
    default:
        return false;
    }
}

/// TLS between two memory buffers; what goes in and out of them the plain connection carries, so that there
/// is one place that waits.
class TlsConnection final : public Connection {
public:
    TlsConnection(std::unique_ptr<Connection> plain, const std::string& host,
                  const TlsSettings::Loaded& settings)
        : plain_(std::move(plain)), name_(settings.server_name.empty() ? host : settings.server_name),
          session_(SSL_new(settings.context.get()), &SSL_free) {
        if (session_ == nullptr)
            throw Error(ErrorKind::defect, "OpenSSL cannot begin a connection: " + take_reason());
        SSL_set_bio(session_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        SSL_set_connect_state(session_.get());
        if (!is_address(name_))
            // SSL_set_tlsext_host_name(), without the cast in the macro.
            SSL_ctrl(session_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name_.data());
        if (!settings.insecure)
            SSL_set1_host(session_.get(), name_.c_str());
    }

    void shake_hands(const Deadline& deadline) {
        try {
            for (;;) {
                ERR_clear_error();
                const int done = SSL_do_handshake(session_.get());
                const int state = SSL_get_error(session_.get(), done);
                send_pending(deadline);
                if (done == 1)
                    return;
                if (state != SSL_ERROR_WANT_READ)
                    throw failure();
                if (!receive(deadline))
                    throw ConnectionError(Cause::cut_short,
                                          "the server closed the connection during the TLS handshake");
            }
        } catch (const ConnectionError& error) {
            if (error.cause() != Cause::cut_short || received_anything_)
                throw;
            // What a server does that takes the first bytes of TLS for a request that it does not know.
            throw ConnectionError(Cause::tls_mismatch, "the server closes at the first bytes of TLS",
                                  "This looks like a port without TLS. Leave --tls out, or name the secure "
                                  "port (tcp_port_secure, secureClientPort).");
        }
    }

    bool has_met_tls() const noexcept { return received_anything_; }

    void write(Bytes bytes, const Deadline& deadline) override {
        std::size_t written = 0;
        ERR_clear_error();
        if (!bytes.empty() && SSL_write_ex(session_.get(), bytes.data(), bytes.size(), &written) != 1)
            throw failure();
        send_pending(deadline);
    }

    std::size_t read(std::span<std::uint8_t> into, const Deadline& deadline) override {
        for (;;) {
            ERR_clear_error();
            std::size_t got = 0;
            const int done = SSL_read_ex(session_.get(), into.data(), into.size(), &got);
            const int state = SSL_get_error(session_.get(), done);
            if (done == 1)
                return got;
            if (state == SSL_ERROR_ZERO_RETURN)
                return 0;
            if (state != SSL_ERROR_WANT_READ)
                throw failure();
            send_pending(deadline);
            // Many servers end without TLS's own farewell; whether the answer is whole its reader sees.
            if (!receive(deadline))
                return 0;
        }
    }

private:
    std::unique_ptr<Connection> plain_;
    std::string name_;
    std::unique_ptr<SSL, decltype(&SSL_free)> session_;
    bool received_anything_ = false;
    std::array<std::uint8_t, 16 * 1024> buffer_{};

    void send_pending(const Deadline& deadline) {
        try {
            send_all_pending(deadline);
        } catch (const ConnectionError& error) {
            if (error.cause() == Cause::cut_short)
                throw_alert(deadline);
            throw;
        }
    }
    /// A server that refuses us says why and closes. The reset that answers what we sent meanwhile must not
    /// hide it.
    void throw_alert(const Deadline& deadline) {
        try {
            receive(deadline);
        } catch (const ConnectionError&) {
            return; // there is nothing more to be known
        }
        ERR_clear_error();
        std::uint8_t byte = 0;
        std::size_t got = 0;
        const int done = SSL_read_ex(session_.get(), &byte, sizeof byte, &got);
        if (SSL_get_error(session_.get(), done) == SSL_ERROR_SSL)
            throw failure();
    }
    void send_all_pending(const Deadline& deadline) {
        BIO* const out = SSL_get_wbio(session_.get());
        while (BIO_ctrl_pending(out) > 0) {
            const int size = BIO_read(out, buffer_.data(), static_cast<int>(buffer_.size()));
            plain_->write(Bytes(buffer_).first(static_cast<std::size_t>(std::max(size, 0))), deadline);
        }
    }
    bool receive(const Deadline& deadline) {
        const std::size_t size = plain_->read(buffer_, deadline);
        constexpr std::uint8_t alert = 0x15, handshake = 0x16; // RFC 8446, 5.1
        if (size > 0 && !received_anything_ && buffer_[0] != alert && buffer_[0] != handshake)
            throw ConnectionError(Cause::tls_mismatch, "the server answers TLS with plain text",
                                  "This is a port without TLS. Leave --tls out, or name the secure port "
                                  "(tcp_port_secure, secureClientPort).");
        received_anything_ = received_anything_ || size > 0;
        BIO_write(SSL_get_rbio(session_.get()), buffer_.data(), static_cast<int>(size));
        return size > 0;
    }
    ConnectionError failure() const {
        const long result = SSL_get_verify_result(session_.get());
        int code = 0;
        const std::string reason = take_reason(&code);
        if (code == SSL_R_CERTIFICATE_VERIFY_FAILED && result != X509_V_OK)
            return untrusted(result, name_);
        if (is_about_our_certificate(code))
            return {Cause::certificate, "the server refuses our certificate: " + reason,
                    "Give one that it trusts, with --tls-cert and --tls-key."};
        return {
            Cause::tls_mismatch, "no agreement on TLS: " + reason,
            "Does this port speak TLS, in a version of today, and does it want a certificate of the client "
            "(--tls-cert)?"};
    }
};

} // namespace

TlsSettings::TlsSettings(const TlsOptions& options) : loaded_(std::make_unique<Loaded>()) {
    SSL_CTX* const context = loaded_->context.get();
    if (context == nullptr)
        throw Error(ErrorKind::defect, "OpenSSL cannot begin: " + take_reason());
    loaded_->server_name = options.server_name;
    loaded_->insecure = options.insecure;
    if (!options.insecure)
        load_trusted(context, options.ca);
    SSL_CTX_set_verify(context, options.insecure ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nullptr);
    load_own(context, options);
}
TlsSettings::~TlsSettings() = default;
const std::string& TlsSettings::server_name() const noexcept { return loaded_->server_name; }
bool TlsSettings::is_insecure() const noexcept { return loaded_->insecure; }

void share_tls_settings(void* context, const TlsSettings& settings) {
    auto* const to = static_cast<SSL_CTX*>(context);
    SSL_CTX* const from = settings.loaded().context.get();
    SSL_CTX_set1_cert_store(to, SSL_CTX_get_cert_store(from));
    SSL_CTX_set_verify(to, SSL_CTX_get_verify_mode(from), nullptr);
    X509* const certificate = SSL_CTX_get0_certificate(from);
    STACK_OF(X509)* chain = nullptr;
    SSL_CTX_get0_chain_certs(from, &chain);
    if (certificate != nullptr &&
        SSL_CTX_use_cert_and_key(to, certificate, SSL_CTX_get0_privatekey(from), chain, 1) != 1)
        throw Error(ErrorKind::defect, "OpenSSL cannot share a certificate: " + take_reason());
}

std::unique_ptr<Connection> tls_over(std::unique_ptr<Connection> plain, const std::string& host,
                                     const TlsSettings& settings, const Deadline& deadline) {
    auto connection = std::make_unique<TlsConnection>(std::move(plain), host, settings.loaded());
    connection->shake_hands(deadline);
    return connection;
}

bool speaks_tls(const Endpoint& endpoint, const Deadline& deadline) {
    TlsOptions any_peer;
    any_peer.insecure = true;
    const TlsSettings settings(any_peer);
    std::optional<TlsConnection> connection;
    try {
        connection.emplace(connect(endpoint, nullptr, deadline), endpoint.host, settings.loaded());
        connection->shake_hands(deadline);
        return true;
    } catch (const ConnectionError&) {
        return connection && connection->has_met_tls();
    }
}

} // namespace keeperfs::net
