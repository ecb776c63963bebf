#pragma once
// Requests to one bucket: signed, sent again where that may help, and every answer checked.
#include "storage/s3_endpoint.h"
#include "storage/s3_signature.h"

#include "keeperfs/net/http.h"
#include "keeperfs/storage/disk.h"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::storage {

/// Several threads may use it.
class S3Client {
public:
    explicit S3Client(const S3Settings& settings);

    struct Object {
        std::uint64_t size = 0;
        std::string etag; ///< names the content: another content has another one
    };

    /// nullopt: there is none of that key.
    std::optional<Object> head(const std::string& key);
    /// Bytes of an object that head() found; Error(bad_input) when it is another one by now, or damaged.
    std::string get(const std::string& key, const Object& object, std::uint64_t first, std::uint64_t size);
    enum class Depth : std::uint8_t {
        flat, ///< those that have no '/' behind the prefix
        any
    };
    /// Of the keys that begin with `prefix`.
    std::vector<Entry> list(const std::string& prefix, Depth depth);
    void put(const std::string& key, Bytes content, Disk::Existing policy);
    void remove(const std::string& key); ///< nothing to do when there is no such object

    /// An upload in parts, which are numbered from 1 and have at least 5 MiB each but the last.
    std::string begin_upload(const std::string& key);
    /// The part's ETag.
    std::string put_part(const std::string& key, const std::string& upload, unsigned number, Bytes content);
    void complete_upload(const std::string& key, const std::string& upload,
                         const std::vector<std::string>& etags);
    void abort_upload(const std::string& key, const std::string& upload);

    const S3Settings& settings() const noexcept { return settings_; }
    const std::string& prefix() const noexcept { return endpoint_.prefix; }
    /// "https://host/bucket/key", for messages.
    std::string place(const std::string& key) const { return endpoint_.origin + endpoint_.path(key); }

private:
    struct Request {
        net::HttpMethod method = net::HttpMethod::get;
        std::string key; ///< empty: of the bucket
        S3Query query;
        std::vector<S3Settings::Header> headers;
        std::optional<net::HttpRange> range;
        Bytes body;
        std::size_t largest_answer = 1024 * 1024;
    };
    /// A success, or the other status that is an answer. Throws Error with the object's place.
    net::HttpResponse send(const Request& request, int other_answer = 0);
    std::string get_once(const std::string& key, const Object& object, std::uint64_t first,
                         std::uint64_t size);
    net::HttpResponse attempt(net::HttpClient& client, const Request& request) const;
    void require_md5(const net::HttpResponse& response, const std::string& key, Bytes content) const;

    class Lease;
    S3Settings settings_;
    S3Endpoint endpoint_;
    std::string region_;
    std::vector<S3Settings::Header> object_headers_; ///< of requests that read or write an object's content
    std::vector<S3Settings::Header> upload_headers_; ///< those, and what creates one
    std::mutex mutex_;
    std::vector<std::unique_ptr<net::HttpClient>> idle_; ///< each keeps its connection
};

} // namespace keeperfs::storage
