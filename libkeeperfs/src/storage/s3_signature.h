#pragma once
// Signature Version 4 of a request to S3. Source: the AWS documentation, "Authenticating requests:
// using the Authorization header"; its examples are the tests.
#include "keeperfs/storage/s3_settings.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace keeperfs::storage {

/// Names and values as they are meant, not percent-encoded.
using S3Query = std::map<std::string, std::string, std::less<>>;

struct S3ToSign {
    std::string_view method;
    std::string_view path; ///< percent-encoded, as it stands in the URL
    S3Query query;
    std::map<std::string, std::string, std::less<>> headers; ///< lower-case names; host among them
    std::string_view payload_hash;                           ///< SHA-256 in hexadecimal
    std::string_view time; ///< as s3_time() writes it, and x-amz-date has it
};

/// "20130524T000000Z".
std::string s3_time(std::int64_t ms_since_1970);
/// All but letters, digits and "-._~" as %XX; a '/' stays in a path.
std::string percent_encoded(std::string_view text, bool is_path);
/// "a=1&b=", encoded and in the order that the signature wants.
std::string query_text(const S3Query& query);

/// The value of the header Authorization.
std::string s3_authorization(const S3Credentials& credentials, std::string_view region,
                             const S3ToSign& request);

} // namespace keeperfs::storage
