#pragma once
// How an S3 bucket, or a part of one, is reached. Sources: the AWS documentation of S3's REST API and of
// Signature Version 4; the settings are those of a Keeper's disk (releases 23.x to 26.x).
#include "keeperfs/export.h"
#include "keeperfs/net/tls_settings.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace keeperfs::storage {

struct S3Credentials {
    std::string access_key, secret_key;
    std::string session_token; ///< empty: none
};

struct S3Settings {
    using Header = std::pair<std::string, std::string>;

    /// "https://bucket.s3.eu-west-1.amazonaws.com/prefix/" or "http://host:9000/bucket/prefix/". What follows
    /// the bucket is put before each name as it is: a prefix that is meant as a folder ends in '/'.
    std::string endpoint;
    std::string region;                          ///< empty: the one in the host's name, else us-east-1
    std::optional<S3Credentials> credentials;    ///< nullopt: requests are not signed
    std::vector<Header> headers;                 ///< of every request
    std::vector<Header> upload_headers;          ///< of those that create an object: encryption by the server
    std::string customer_key_base64;             ///< with which the server encrypts; empty: none
    std::string proxy;                           ///< a URL; empty: http_proxy and https_proxy decide
    std::shared_ptr<const net::TlsSettings> tls; ///< null: whom the system trusts
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds stall_limit{30'000}; ///< a request that moves no byte for so long has failed
    unsigned attempts = 10;                        ///< of a request that may succeed the next time
    std::chrono::milliseconds first_pause{100}; ///< before the second attempt; the next may be twice as long
    std::uint64_t part_size = 16ULL << 20;      ///< of an upload in parts, and of a piece that is read
};

/// The value of a variable of the environment; nullopt: it is not set.
using Environment = std::function<std::optional<std::string>(const std::string&)>;

/// Keys from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, else from a credentials file:
/// `file`, AWS_SHARED_CREDENTIALS_FILE or ~/.aws/credentials, its section AWS_PROFILE or "default". A file
/// that is named must have them; nullopt where nothing is named and nothing found. Roles of machines and
/// containers are not asked for.
KEEPERFS_EXPORT std::optional<S3Credentials> find_s3_credentials(const Environment& environment,
                                                                 const std::string& file = "");

} // namespace keeperfs::storage
