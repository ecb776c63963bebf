#include "storage/s3_client.h"

#include "base/base64.h"
#include "base/md5.h"
#include "storage/s3_answer.h"
#include "storage/s3_etag.h"
#include "storage/s3_retry.h"

#include "keeperfs/base/sha256.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/cancel.h"
#include "keeperfs/net/connection_error.h"

#include <charconv>
#include <utility>

namespace keeperfs::storage {

namespace {

constexpr std::size_t largest_refusal = 64UL << 10;
constexpr std::size_t largest_page = 32UL << 20;        // of 1,000 keys with at most 1 KiB each
constexpr std::size_t most_listed = 20UL * 1000 * 1000; // a Keeper has some thousand files

std::int64_t now_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

net::HttpOptions http_options(const S3Settings& settings) {
    net::HttpOptions options;
    options.tls = settings.tls.get();
    options.connect_timeout = settings.connect_timeout;
    options.timeout = std::chrono::milliseconds(0); // an object may be large; what stalls ends
    options.stall_limit = settings.stall_limit;
    options.proxy = settings.proxy;
    options.proxy_from_environment = true;
    return options;
}

constexpr int not_found = 404, precondition_failed = 412;

bool writes(net::HttpMethod method) {
    return method == net::HttpMethod::put || method == net::HttpMethod::post ||
           method == net::HttpMethod::remove;
}

/// As the signature has it.
const char* name_of(net::HttpMethod method) {
    constexpr const char* names[] = {"GET", "HEAD", "PUT", "POST", "DELETE"};
    return names[static_cast<std::size_t>(method)];
}

const char* advice_for(const S3Refusal& refusal, int status) {
    const std::string_view code = refusal.code;
    if (code == "ExpiredToken" || code == "InvalidToken" || code == "TokenRefreshRequired")
        return "The session token is over: get new keys, and run this again.";
    if (code == "RequestTimeTooSkewed")
        return "Set this machine's clock, and run this again.";
    if (code == "SignatureDoesNotMatch")
        return "Are the secret key and the region right?";
    if (code == "InvalidAccessKeyId")
        return "The server does not know this access key.";
    if (code == "NoSuchBucket")
        return "Is the bucket's name right, and does the endpoint name its region?";
    if (status == 403)
        return "Do the keys allow this: s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject?";
    if (status >= 300 && status < 400)
        return "The bucket is in another region: give that region's endpoint.";
    return "Run this again later.";
}

Error refused(net::HttpMethod method, int status, const S3Refusal& refusal) {
    const std::string answer =
        refusal.code.empty()
            ? fmt::format("HTTP status {}", status)
            : fmt::format("{} ({}): {}", status, escaped(refusal.code), escaped(refusal.message));
    Error error(writes(method) ? ErrorKind::bad_output : ErrorKind::unreachable,
                "the S3 server refuses the request: " + answer);
    error.hint(advice_for(refusal, status));
    return error;
}

std::string lower_case(std::string text) {
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

std::string bare_etag(const net::HttpResponse& response) {
    const std::string* const etag = response.header("ETag");
    std::string bare = etag == nullptr ? "" : *etag;
    std::erase(bare, '"');
    return bare;
}

/// "Using server-side encryption with customer-provided keys" in the documentation of S3.
std::vector<S3Settings::Header> customer_key_headers(const S3Settings& settings) {
    if (settings.customer_key_base64.empty())
        return {};
    std::string key;
    if (!append_decoded_base64(key, settings.customer_key_base64) || key.size() != 32)
        throw Error(ErrorKind::usage, "the customer's key for encryption is not the base64 of 32 bytes");
    return {{"x-amz-server-side-encryption-customer-algorithm", "AES256"},
            {"x-amz-server-side-encryption-customer-key", settings.customer_key_base64},
            {"x-amz-server-side-encryption-customer-key-MD5", base64(md5(as_bytes(key)))}};
}

} // namespace

/// A connection for as long as one request takes.
class S3Client::Lease {
public:
    explicit Lease(S3Client& from) : from_(from) {
        const std::lock_guard lock(from_.mutex_);
        if (!from_.idle_.empty()) {
            client_ = std::move(from_.idle_.back());
            from_.idle_.pop_back();
        }
        if (client_ == nullptr)
            client_ = std::make_unique<net::HttpClient>(http_options(from_.settings_));
    }
    ~Lease() {
        const std::lock_guard lock(from_.mutex_);
        from_.idle_.push_back(std::move(client_));
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    net::HttpClient& client() const noexcept { return *client_; }

private:
    S3Client& from_;
    std::unique_ptr<net::HttpClient> client_;
};

S3Client::S3Client(const S3Settings& settings)
    : settings_(settings), endpoint_(parse_s3_endpoint(settings.endpoint)),
      region_(!settings.region.empty()   ? settings.region
              : endpoint_.region.empty() ? "us-east-1"
                                         : endpoint_.region),
      object_headers_(customer_key_headers(settings)), upload_headers_(object_headers_) {
    std::ranges::copy(settings.upload_headers, std::back_inserter(upload_headers_));
}

net::HttpResponse S3Client::attempt(net::HttpClient& client, const Request& request) const {
    const std::string path = endpoint_.path(request.key), query = query_text(request.query);
    S3ToSign signing{name_of(request.method), path, request.query, {}, {}, {}};
    const std::string hash = sha256_hex(request.body), time = s3_time(now_ms());
    signing.payload_hash = hash;
    signing.time = time;
    auto& headers = signing.headers;
    headers = {{"host", endpoint_.host}, {"x-amz-content-sha256", hash}, {"x-amz-date", time}};
    for (const auto* list : {&settings_.headers, &request.headers})
        for (const auto& [name, value] : *list)
            headers[lower_case(name)] = value;
    if (settings_.credentials && !settings_.credentials->session_token.empty())
        headers["x-amz-security-token"] = settings_.credentials->session_token;

    net::HttpRequest http;
    http.method = request.method;
    http.url = endpoint_.origin + path + (query.empty() ? "" : "?" + query);
    http.range = request.range;
    http.largest_kept = request.largest_answer;
    for (const auto& [name, value] : headers)
        http.headers.push_back({name, value});
    if (settings_.credentials)
        http.headers.push_back({"Authorization", s3_authorization(*settings_.credentials, region_, signing)});
    io::MemorySource body(request.body);
    if (request.method == net::HttpMethod::put || request.method == net::HttpMethod::post) {
        http.body = &body;
        http.headers.push_back({"Expect", ""}); // saves a round trip for each part
    }
    return client.send(http);
}

net::HttpResponse S3Client::send(const Request& request, int other_answer) {
    const Lease lease(*this);
    for (unsigned attempts = 1;; ++attempts) {
        const bool is_last = attempts >= settings_.attempts;
        try {
            net::HttpResponse response = attempt(lease.client(), request);
            if (response.is_success() || response.status == other_answer)
                return response;
            const S3Refusal refusal = read_s3_refusal(response.body);
            if (is_last || !may_pass(response.status, refusal))
                throw refused(request.method, response.status, refusal).file(place(request.key));
        } catch (net::ConnectionError& failure) {
            if (is_last || !may_pass(failure))
                throw static_cast<Error&>(failure.file(place(request.key)));
        }
        io::pause(pause_before_next(settings_, attempts));
    }
}

std::optional<S3Client::Object> S3Client::head(const std::string& key) {
    Request request;
    request.method = net::HttpMethod::head;
    request.key = key;
    request.headers = object_headers_;
    const net::HttpResponse response = send(request, not_found);
    if (response.status == not_found)
        return std::nullopt;
    Object object{0, bare_etag(response)};
    const std::string* const length = response.header("Content-Length");
    const std::string_view text = length == nullptr ? std::string_view() : *length;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), object.size);
    if (problem != std::errc() || end != text.data() + text.size())
        throw Error(ErrorKind::unreachable, "the S3 server does not say how long the object is")
            .file(place(key));
    return object;
}

std::string S3Client::get(const std::string& key, const Object& object, std::uint64_t first,
                          std::uint64_t size) {
    const bool is_whole = first == 0 && size == object.size;
    const bool has_md5 = is_whole && is_md5(object.etag) && upload_headers_.empty();
    // A bit that flips on the way does so once; what is wrong again lies in the store.
    for (int attempt = 0; attempt < 2; ++attempt) {
        std::string content = get_once(key, object, first, size);
        if (!has_md5 || object.etag == hex_bytes(md5(as_bytes(content))))
            return content;
    }
    throw Error(ErrorKind::bad_input, "the object has another MD5 than the S3 server says")
        .file(place(key))
        .hint("It is damaged in the store.");
}

std::string S3Client::get_once(const std::string& key, const Object& object, std::uint64_t first,
                               std::uint64_t size) {
    Request request;
    request.key = key;
    request.headers = object_headers_;
    request.range = net::HttpRange{first, first + size - 1};
    request.largest_answer = std::max(static_cast<std::size_t>(size), largest_refusal);
    net::HttpResponse response = send(request, not_found);
    if (response.status == not_found)
        throw Error(ErrorKind::bad_input, "the object is gone").file(place(key));
    if (bare_etag(response) != object.etag)
        throw Error(ErrorKind::bad_input, "the object has changed while it was read")
            .file(place(key))
            .hint("Something writes there: run this again when nothing does.");
    if (response.body.size() != size)
        throw Error(ErrorKind::unreachable, "the S3 server sends another number of bytes than asked for")
            .file(place(key))
            .at(first)
            .found(std::to_string(response.body.size()), std::to_string(size));
    return std::move(response.body);
}

std::vector<Entry> S3Client::list(const std::string& prefix, Depth depth) {
    Request request;
    request.query = {{"list-type", "2"}, {"prefix", prefix}};
    if (depth == Depth::flat)
        request.query["delimiter"] = "/";
    request.largest_answer = largest_page;
    std::vector<Entry> all;
    for (;;) {
        try {
            S3Page page = read_s3_page(send(request).body);
            std::ranges::move(page.objects, std::back_inserter(all));
            if (page.next.empty())
                return all;
            if (all.size() > most_listed || request.query["continuation-token"] == page.next)
                throw Error(ErrorKind::unreachable, "the S3 server's list of objects has no end");
            request.query["continuation-token"] = page.next;
        } catch (Error& error) {
            error.file(place(prefix));
            throw;
        }
    }
}

/// The ETag of an object that was sent in one piece and is not encrypted is its MD5.
void S3Client::require_md5(const net::HttpResponse& response, const std::string& key, Bytes content) const {
    const std::string etag = bare_etag(response);
    if (etag.empty())
        throw Error(ErrorKind::bad_output, "the S3 server does not say that it has stored the object")
            .file(place(key))
            .hint("Is the endpoint an S3 server's? Its answer has no ETag.");
    if (!upload_headers_.empty())
        return;
    if (is_md5(etag) && etag != hex_bytes(md5(content)))
        throw Error(ErrorKind::bad_output, "the S3 server has stored something else than was sent")
            .file(place(key))
            .found("MD5 " + etag, hex_bytes(md5(content)));
}

void S3Client::put(const std::string& key, Bytes content, Disk::Existing policy) {
    Request request;
    request.method = net::HttpMethod::put;
    request.key = key;
    request.headers = upload_headers_;
    request.headers.emplace_back("Content-MD5", base64(md5(content)));
    if (policy == Disk::Existing::keep) {
        // The header is honoured by AWS since 2024 and by some others; the question before is for the rest.
        if (head(key))
            throw Error(ErrorKind::refused, "an object of that name exists already").file(place(key));
        request.headers.emplace_back("If-None-Match", "*");
    }
    request.body = content;
    const net::HttpResponse response = send(request, precondition_failed);
    if (response.status != precondition_failed)
        return require_md5(response, key, content);
    // Where the answer to an earlier attempt was lost, the object that is in the way is this one.
    if (const auto there = head(key); !there || there->etag != hex_bytes(md5(content)))
        throw Error(ErrorKind::refused, "an object of that name exists already").file(place(key));
}

void S3Client::remove(const std::string& key) {
    Request request;
    request.method = net::HttpMethod::remove;
    request.key = key;
    send(request, not_found);
}

std::string S3Client::begin_upload(const std::string& key) {
    Request request;
    request.method = net::HttpMethod::post;
    request.key = key;
    request.query = {{"uploads", ""}};
    request.headers = upload_headers_;
    return read_s3_member(send(request).body, "UploadId");
}

std::string S3Client::put_part(const std::string& key, const std::string& upload, unsigned number,
                               Bytes content) {
    Request request;
    request.method = net::HttpMethod::put;
    request.key = key;
    request.query = {{"partNumber", std::to_string(number)}, {"uploadId", upload}};
    request.headers = object_headers_;
    request.headers.emplace_back("Content-MD5", base64(md5(content)));
    request.body = content;
    const net::HttpResponse response = send(request);
    require_md5(response, key, content);
    return bare_etag(response);
}

void S3Client::complete_upload(const std::string& key, const std::string& upload,
                               const std::vector<std::string>& etags) {
    std::string body = "<CompleteMultipartUpload>";
    for (std::size_t i = 0; i < etags.size(); ++i)
        body += fmt::format("<Part><PartNumber>{}</PartNumber><ETag>\"{}\"</ETag></Part>", i + 1, etags[i]);
    body += "</CompleteMultipartUpload>";
    Request request;
    request.method = net::HttpMethod::post;
    request.key = key;
    request.query = {{"uploadId", upload}};
    request.body = as_bytes(body);
    const net::HttpResponse response = send(request, not_found);
    if (response.status == not_found) {
        // Where the answer to an earlier attempt was lost, the upload is over and its object there.
        if (const auto there = head(key); there && there->etag == etag_of_parts(etags))
            return;
        throw refused(request.method, response.status, read_s3_refusal(response.body)).file(place(key));
    }
    // It may begin with status 200 and fail later.
    if (const S3Refusal refusal = read_s3_refusal(response.body); !refusal.code.empty())
        throw refused(request.method, response.status, refusal).file(place(key));
}

void S3Client::abort_upload(const std::string& key, const std::string& upload) {
    Request request;
    request.method = net::HttpMethod::remove;
    request.key = key;
    request.query = {{"uploadId", upload}};
    send(request, not_found);
}

} // namespace keeperfs::storage
