#pragma once
#include <string>

namespace keeperfs::storage {

/// A bucket, or the part of it whose keys begin with `prefix`.
struct S3Endpoint {
    std::string origin; ///< "https://host:port"
    std::string host;   ///< as the header Host has it
    std::string bucket;
    bool bucket_in_host = false; ///< else it is the first part of the path
    std::string prefix;          ///< of every key; may be empty
    std::string region;          ///< that the host's name has; empty: none

    /// Of a key, percent-encoded; of the bucket itself when `key` is empty.
    std::string path(const std::string& key) const;
};

/// By the rule of ClickHouse's servers: a host like bucket.s3.eu-west-1.amazonaws.com names the bucket, else
/// the path begins with it. Throws Error(usage).
S3Endpoint parse_s3_endpoint(const std::string& url);

} // namespace keeperfs::storage
