#include "keeperfs/net/http.h"

#include "net/http_failure.h"
#include "net/tls.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/cancel.h"
#include "keeperfs/net/connection_error.h"

#include <curl/curl.h>

#include <exception>
#include <new>
#include <tuple>
#include <utility>

namespace keeperfs::net {

namespace {

constexpr std::size_t largest_head = 256UL * 1024; // of all headers; S3 sends less than 10 KiB
constexpr int slice_ms = 50;                       // how long a signal may go unnoticed

using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Multi = std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>;
using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;
using Part = std::unique_ptr<char, decltype(&curl_free)>;

/// A list of libcurl's.
class Lines {
public:
    void add(const std::string& line) {
        curl_slist* const longer = curl_slist_append(list_.get(), line.c_str());
        if (longer == nullptr)
            throw std::bad_alloc();
        std::ignore = list_.release(); // it is the beginning of the longer one
        list_.reset(longer);
    }
    curl_slist* get() const noexcept { return list_.get(); }

private:
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> list_{nullptr, &curl_slist_free_all};
};

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_same_name(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// RFC 9110, 5.1 and 5.5: a name is a token; what ends a line would begin another header.
std::string header_line(const HttpHeader& header) {
    constexpr std::string_view token = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (header.name.empty() || header.name.find_first_not_of(token) != std::string::npos ||
        header.value.find_first_of(std::string_view("\0\r\n", 3)) != std::string::npos)
        throw Error(ErrorKind::usage, fmt::format("this is no header: {}", escaped(header.name)));
    // libcurl leaves a header out that has no value, unless a semicolon says that it is meant.
    return header.value.empty() ? header.name + ";" : header.name + ": " + header.value;
}

/// What happens while one request is under way. Exceptions wait in `failure` until libcurl has returned.
struct Transfer {
    const HttpRequest& request;
    const TlsSettings& tls;
    CURL* curl;
    HttpResponse response;
    std::size_t head_size = 0;
    bool head_is_whole = false;
    std::exception_ptr failure;

    /// `step` says how many bytes it dealt with; a failure is any other number.
    template <class Step> std::size_t guarded(std::size_t otherwise, Step step) noexcept {
        try {
            return step();
        } catch (...) {
            failure = std::current_exception();
            return otherwise;
        }
    }

    void take_header(std::string_view line) {
        head_size += line.size();
        if (head_size > largest_head)
            throw ConnectionError(Cause::too_long,
                                  fmt::format("the headers are longer than {}", size_text(largest_head)),
                                  "Is this the server's port for HTTP?");
        if (line.starts_with("HTTP/")) { // those before were of a 1xx
            response.headers.clear();
            head_is_whole = false;
            return;
        }
        head_is_whole = head_is_whole || line == "\r\n" || line == "\n"; // trailers may follow
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos)
            return;
        constexpr std::string_view blanks = " \t\r\n";
        std::string_view value = line.substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(blanks), value.size()));
        value = value.substr(0, value.find_last_not_of(blanks) + 1);
        response.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
    }

    void take_body(Bytes bytes) {
        if (response.status == 0)
            response.status = status();
        if (request.into != nullptr && response.is_success())
            return request.into->write(bytes);
        if (response.body.size() + bytes.size() > request.largest_kept)
            throw ConnectionError(Cause::too_long, fmt::format("the answer is longer than {}",
                                                               size_text(request.largest_kept)));
        response.body += as_text(bytes);
    }

    int status() const {
        long code = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
        return static_cast<int>(code);
    }
};

std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* transfer) noexcept {
    auto& to = *static_cast<Transfer*>(transfer);
    return to.guarded(size + 1, [&] {
        to.take_header({bytes, size});
        return size;
    });
}

std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* transfer) noexcept {
    auto& to = *static_cast<Transfer*>(transfer);
    return to.guarded(size + 1, [&] {
        to.take_body(as_bytes(std::string_view(bytes, size)));
        return size;
    });
}

std::size_t on_send(char* into, std::size_t, std::size_t size, void* transfer) noexcept {
    auto& from = *static_cast<Transfer*>(transfer);
    return from.guarded(CURL_READFUNC_ABORT, [&] {
        io::Source* const body = from.request.body;
        return body == nullptr ? 0 : body->read({reinterpret_cast<std::uint8_t*>(into), size});
    });
}

CURLcode on_tls(CURL*, void* context, void* transfer) noexcept {
    auto& to = *static_cast<Transfer*>(transfer);
    const std::size_t done = to.guarded(1, [&] {
        share_tls_settings(context, to.tls);
        return std::size_t{0};
    });
    return done == 0 ? CURLE_OK : CURLE_ABORTED_BY_CALLBACK;
}

/// While it lives, the transfer is under way.
class UnderWay {
public:
    UnderWay(CURLM* multi, CURL* easy) : multi_(multi), easy_(easy) { curl_multi_add_handle(multi_, easy_); }
    ~UnderWay() { curl_multi_remove_handle(multi_, easy_); }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;

    /// CURLcode.
    int finish(const std::exception_ptr& failure) const {
        for (int running = 1; running > 0 && failure == nullptr;) {
            io::throw_if_cancelled();
            curl_multi_perform(multi_, &running);
            if (running > 0)
                curl_multi_poll(multi_, nullptr, 0, slice_ms, nullptr);
        }
        int left = 0;
        const CURLMsg* const message = curl_multi_info_read(multi_, &left);
        return message == nullptr ? CURLE_ABORTED_BY_CALLBACK : message->data.result;
    }

private:
    CURLM* multi_;
    CURL* easy_;
};

} // namespace

const std::string* HttpResponse::header(std::string_view name) const noexcept {
    for (const HttpHeader& header : headers)
        if (is_same_name(header.name, name))
            return &header.value;
    return nullptr;
}

struct HttpClient::State {
    HttpOptions options;
    TlsSettings systems_trust{{}};
    const TlsSettings& tls = options.tls == nullptr ? systems_trust : *options.tls;
    Multi multi{curl_multi_init(), &curl_multi_cleanup}; // outlives the easy handle, which it may hold
    Easy easy{curl_easy_init(), &curl_easy_cleanup};

    explicit State(const HttpOptions& given) : options(given) {}

    template <class T> void set(CURLoption option, T value) const {
        // In parentheses: libcurl's macro of that name wants a constant option.
        if ((curl_easy_setopt)(easy.get(), option, value) != CURLE_OK)
            throw Error(ErrorKind::defect, fmt::format("libcurl does not know its option {}", int{option}));
    }

    void set_up(Transfer& transfer, char* error_text) const {
        set(CURLOPT_ERRORBUFFER, error_text);
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_QUICK_EXIT, 1L); // leaves a resolver alone that hangs
        set(CURLOPT_PATH_AS_IS, 1L);
        set(CURLOPT_USERAGENT, "keeperfs");
        set(CURLOPT_CONNECTTIMEOUT_MS, long{options.connect_timeout.count()});
        set(CURLOPT_TIMEOUT_MS, long{options.timeout.count()});
        if (options.stall_limit.count() > 0) {
            using std::chrono::seconds;
            set(CURLOPT_LOW_SPEED_LIMIT, 1L); // bytes a second, over that time
            set(CURLOPT_LOW_SPEED_TIME, long{std::chrono::ceil<seconds>(options.stall_limit).count()});
        }
        if (!options.proxy.empty() || !options.proxy_from_environment)
            set(CURLOPT_PROXY, options.proxy.c_str());
        set(CURLOPT_HEADERFUNCTION, &on_header);
        set(CURLOPT_HEADERDATA, &transfer);
        set(CURLOPT_WRITEFUNCTION, &on_body);
        set(CURLOPT_WRITEDATA, &transfer);
        set_up_tls(transfer);
    }

    /// libcurl reads no file of certificates: what TlsSettings loaded is shared.
    void set_up_tls(Transfer& transfer) const {
        set(CURLOPT_CAINFO, static_cast<const char*>(nullptr));
        set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
        set(CURLOPT_SSL_VERIFYPEER, tls.is_insecure() ? 0L : 1L);
        set(CURLOPT_SSL_VERIFYHOST, tls.is_insecure() ? 0L : 2L);
        set(CURLOPT_SSL_CTX_FUNCTION, &on_tls);
        set(CURLOPT_SSL_CTX_DATA, &transfer);
    }

    void set_method(Transfer& transfer) const {
        const HttpRequest& request = transfer.request;
        if (request.method == HttpMethod::head)
            return set(CURLOPT_NOBODY, 1L);
        const bool sends = request.body != nullptr;
        if (sends || request.method == HttpMethod::put || request.method == HttpMethod::post) {
            const auto size = sends ? request.body->remaining() : 0;
            set(CURLOPT_UPLOAD, 1L);
            set(CURLOPT_INFILESIZE_LARGE, size ? static_cast<curl_off_t>(*size) : curl_off_t{-1});
            set(CURLOPT_READFUNCTION, &on_send);
            set(CURLOPT_READDATA, &transfer);
        }
        constexpr const char* names[] = {"GET", "HEAD", "PUT", "POST", "DELETE"};
        set(CURLOPT_CUSTOMREQUEST, names[static_cast<std::size_t>(request.method)]);
    }

    void set_url(const HttpRequest& request, Lines& headers, Lines& ways) const {
        if (tls.server_name().empty() || !request.url.starts_with("https:"))
            return set(CURLOPT_URL, request.url.c_str());
        // libcurl takes the URL's host for SNI and verification, and the way there from a list.
        const Url url(curl_url(), &curl_url_cleanup);
        if (curl_url_set(url.get(), CURLUPART_URL, request.url.c_str(), CURLU_PATH_AS_IS) != CURLUE_OK)
            throw_http_failure(easy.get(), CURLE_URL_MALFORMAT, request.url);
        const std::string host = part(url, CURLUPART_HOST, 0),
                          port = part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
        ways.add(fmt::format("{}:{}:{}:{}", tls.server_name(), port, host, port));
        headers.add(fmt::format("Host: {}:{}", host, port));
        curl_url_set(url.get(), CURLUPART_HOST, tls.server_name().c_str(), 0);
        set(CURLOPT_URL, part(url, CURLUPART_URL, 0).c_str());
        set(CURLOPT_CONNECT_TO, ways.get());
    }
    static std::string part(const Url& url, CURLUPart which, unsigned flags) {
        char* text = nullptr;
        curl_url_get(url.get(), which, &text, flags);
        const Part owner(text, &curl_free);
        return text == nullptr ? "" : text;
    }
};

HttpClient::HttpClient(const HttpOptions& options) : state_(std::make_unique<State>(options)) {
    if (state_->multi == nullptr || state_->easy == nullptr)
        throw Error(ErrorKind::defect, "libcurl cannot begin");
}
HttpClient::~HttpClient() = default;

HttpResponse HttpClient::send(const HttpRequest& request) {
    CURL* const curl = state_->easy.get();
    curl_easy_reset(curl); // keeps the connections
    std::array<char, CURL_ERROR_SIZE> error_text{};
    Transfer transfer{request, state_->tls, curl, {}, 0, false, nullptr};
    Lines headers, ways;
    state_->set_up(transfer, error_text.data());
    state_->set_method(transfer);
    state_->set_url(request, headers, ways);
    for (const HttpHeader& header : request.headers)
        headers.add(header_line(header));
    state_->set(CURLOPT_HTTPHEADER, headers.get());
    std::string range;
    if (request.range) {
        range = fmt::format("{}-{}", request.range->first,
                            request.range->last ? std::to_string(*request.range->last) : "");
        state_->set(CURLOPT_RANGE, range.c_str());
    }
    const int code = UnderWay(state_->multi.get(), curl).finish(transfer.failure);
    if (transfer.failure != nullptr)
        std::rethrow_exception(transfer.failure);
    // libcurl takes a head that the peer broke off for an answer.
    if (code != CURLE_OK || !transfer.head_is_whole)
        throw_http_failure(curl, code == CURLE_OK ? CURLE_PARTIAL_FILE : code, error_text.data());
    transfer.response.status = transfer.status();
    return std::move(transfer.response);
}

} // namespace keeperfs::net
