#include "net/http_failure.h"

#include "keeperfs/base/text.h"
#include "keeperfs/net/connection_error.h"

#include <curl/curl.h>

#include <cerrno>
#include <system_error>

namespace keeperfs::net {

namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// "OpenSSL/3.0.17: error:0A00010B:SSL routines::wrong version number" -> "wrong version number".
std::string reason_of(std::string_view text) {
    for (const std::string_view before : {"::", "problem: ", "SSL: "})
        if (const std::size_t found = text.rfind(before); found != std::string_view::npos)
            text.remove_prefix(found + before.size());
    text = text.substr(0, text.find(", errno"));
    return text.empty() ? "no reason given" : escaped(text);
}

/// A server says so in an alert (RFC 8446, 6.2); with TLS 1.3 it comes when the handshake is over for us.
bool is_about_our_certificate(std::string_view text) {
    return has(text, "alert") &&
           (has(text, "certificate") || has(text, "unknown ca") || has(text, "access denied"));
}

ConnectionError our_certificate(std::string_view text) {
    return {Cause::certificate, "the server refuses our certificate: " + reason_of(text),
            "Give one that it trusts, with --tls-cert and --tls-key."};
}

ConnectionError no_connection(CURL* curl) {
    long error = 0;
    curl_easy_getinfo(curl, CURLINFO_OS_ERRNO, &error);
    switch (error) {
    case ECONNREFUSED:
        return {Cause::connection_refused, "connection refused: nobody listens on this port",
                "Is the server running, and is this its port for HTTP?"};
    case ETIMEDOUT:
        return {Cause::timeout, "the host does not answer",
                "Is it up, and is there no firewall that drops packets?"};
    default:
        return {Cause::unreachable,
                "no connection: " + (error == 0 ? "the host cannot be reached"
                                                : std::generic_category().message(static_cast<int>(error))),
                "Is the address right, and is there a network and no firewall between?"};
    }
}

ConnectionError name_not_found(const char* what) {
    return {Cause::name_not_found, what,
            "Is the name spelt right, and known to the resolver of this machine?"};
}

ConnectionError too_late(CURL* curl) {
    const char* address = nullptr;
    curl_off_t looked_up = 0;
    curl_easy_getinfo(curl, CURLINFO_PRIMARY_IP, &address);
    curl_easy_getinfo(curl, CURLINFO_NAMELOOKUP_TIME_T, &looked_up);
    if (address != nullptr && *address != 0)
        return {Cause::timeout, "no answer in time"};
    if (looked_up == 0)
        return name_not_found("the name server does not answer in time");
    return {Cause::timeout, "the host does not answer",
            "Is it up, and is there no firewall that drops packets?"};
}

ConnectionError cut(std::string_view text) {
    if (is_about_our_certificate(text))
        return our_certificate(text);
    return {Cause::cut_short, "the server closed the connection before its answer was whole"};
}

} // namespace

void throw_http_failure(void* curl, int code, const std::string& text) {
    switch (static_cast<CURLcode>(code)) {
    case CURLE_OUT_OF_MEMORY: // what libcurl says of a header that is longer than 100 KiB
        throw ConnectionError(Cause::too_long, "a header is too long", "Is this the server's port for HTTP?");
    case CURLE_URL_MALFORMAT:
        throw Error(ErrorKind::usage, "this is no URL: " + escaped(text));
    case CURLE_COULDNT_RESOLVE_HOST:
        throw name_not_found("there is no host of this name");
    case CURLE_COULDNT_RESOLVE_PROXY:
        throw name_not_found("there is no proxy of this name");
    case CURLE_COULDNT_CONNECT:
        throw no_connection(curl);
    case CURLE_OPERATION_TIMEDOUT:
        throw too_late(curl);
    case CURLE_PEER_FAILED_VERIFICATION:
        throw ConnectionError(Cause::certificate,
                              "the server's certificate is not accepted: " + reason_of(text),
                              "Give the certificate of its authority with --tls-ca, or the name in it with "
                              "--tls-server-name.");
    case CURLE_SSL_CONNECT_ERROR:
        if (is_about_our_certificate(text))
            throw our_certificate(text);
        throw ConnectionError(Cause::tls_mismatch, "no agreement on TLS: " + reason_of(text),
                              "Does this port speak TLS, in a version of today?");
    case CURLE_UNSUPPORTED_PROTOCOL: // also what answers without a status line, as HTTP/0.9 did
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
        throw ConnectionError(Cause::not_understood, "the answer is no HTTP",
                              "Is this the server's port for HTTP?");
    case CURLE_GOT_NOTHING:
        throw ConnectionError(Cause::cut_short, "the server closes without an answer",
                              "Is this the server's port for HTTP?");
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_SEND_FAIL_REWIND:
        throw cut(text);
    default:
        throw ConnectionError(
            Cause::unreachable,
            fmt::format("the request failed: {}",
                        text.empty() ? fmt::format("libcurl's error {}", code) : escaped(text)));
    }
}

} // namespace keeperfs::net
