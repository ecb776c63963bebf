#pragma once
// Requests of HTTP/1.1, plain or TLS.
#include "keeperfs/io/source.h"
#include "keeperfs/net/tls_settings.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::net {

enum class HttpMethod : std::uint8_t { get, head, put, post, remove };

struct HttpHeader {
    std::string name, value;
    bool operator==(const HttpHeader&) const = default;
};

/// Of bytes; both ends belong to it.
struct HttpRange {
    std::uint64_t first = 0;
    std::optional<std::uint64_t> last; ///< nullopt: to the end
};

struct HttpRequest {
    HttpMethod method = HttpMethod::get;
    std::string url; ///< "http://host:port/path?query" or https, percent-encoded; taken as it is
    std::vector<HttpHeader> headers;
    std::optional<HttpRange> range;
    /// What is sent. Where it knows how much remains, the length is announced; else it goes in chunks.
    io::Source* body = nullptr;
    /// Where the body of a success (2xx) goes as it comes; nullptr: it is kept. finish() is for the caller.
    io::Sink* into = nullptr;
    std::size_t largest_kept = 1024 * 1024; ///< bytes of a body that is kept; a longer one is a failure
};

struct HttpResponse {
    int status = 0;
    std::vector<HttpHeader> headers; ///< in their order
    std::string body;                ///< where it was kept

    bool is_success() const noexcept { return status >= 200 && status < 300; }
    /// The value of the first one of that name, in any case of letters; nullptr: there is none.
    KEEPERFS_EXPORT const std::string* header(std::string_view name) const noexcept;
};

struct HttpOptions {
    /// For https; what it points to must outlive the client. nullptr: whom the system trusts.
    const TlsSettings* tls = nullptr;
    std::chrono::milliseconds connect_timeout{3000}; ///< the handshake of TLS included
    std::chrono::milliseconds timeout{10'000};       ///< of a request, from its beginning; 0: without an end
    /// For a request without another end: none in which so long no byte moves goes on. 0: without a limit.
    std::chrono::milliseconds stall_limit{0};
    std::string proxy;                   ///< "http://host:port"; empty: as the next line says
    bool proxy_from_environment = false; ///< http_proxy, https_proxy, no_proxy; false: never a proxy
};

/// Keeps connections for the next request. One thread at a time may use it.
class KEEPERFS_EXPORT HttpClient {
public:
    explicit HttpClient(const HttpOptions& options);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Any status is a response; redirections are not followed. Throws ConnectionError where no whole
    /// response came (its cause is `too_long` for a body beyond `largest_kept`), Error(usage) for what is no
    /// URL or header, whatever `body` and `into` throw, and what io::throw_if_cancelled() throws.
    HttpResponse send(const HttpRequest& request);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace keeperfs::net
