#include "storage/s3_signature.h"

#include "keeperfs/base/sha256.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::storage;

namespace {

// The examples of the AWS documentation: "Signature calculations for the Authorization header: transferring
// payload in a single chunk". The keys are those that it publishes for them.
const S3Credentials example{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""};
constexpr const char* time_of_all = "20130524T000000Z";

struct Case {
    const char* method;
    const char* path;
    S3Query query;
    std::map<std::string, std::string, std::less<>> headers;
    const char* payload;
    const char* signature;
};

std::string signed_by_us(const Case& one) {
    const std::string hash = sha256_hex(as_bytes(one.payload));
    S3ToSign request{one.method, one.path, one.query, one.headers, hash, time_of_all};
    request.headers["host"] = "examplebucket.s3.amazonaws.com";
    request.headers["x-amz-content-sha256"] = hash;
    request.headers["x-amz-date"] = time_of_all;
    return s3_authorization(example, "us-east-1", request);
}

} // namespace

TEST_CASE("the published examples of signed requests have the published signatures") {
    const Case cases[] = {
        {"GET",
         "/test.txt",
         {},
         {{"range", "bytes=0-9"}},
         "",
         "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
        {"PUT",
         "/test%24file.text",
         {},
         {{"date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
         "Welcome to Amazon S3.",
         "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
        {"GET",
         "/",
         {{"lifecycle", ""}},
         {},
         "",
         "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
        {"GET",
         "/",
         {{"max-keys", "2"}, {"prefix", "J"}},
         {},
         "",
         "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.path);
        const std::string header = signed_by_us(one);
        CHECK(header.starts_with("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/"
                                 "aws4_request,SignedHeaders="));
        CHECK(header.substr(header.find("Signature=") + 10) == one.signature);
    }
}

TEST_CASE("a time is written as the signature wants it") {
    CHECK(s3_time(1369353600000) == "20130524T000000Z");
    CHECK(s3_time(1369353600999) == "20130524T000000Z");
}

TEST_CASE("every byte but the unreserved ones is encoded, a slash stays in a path") {
    CHECK(percent_encoded("a b/\xc3\xa4+~-._Z9", true) == "a%20b/%C3%A4%2B~-._Z9");
    CHECK(percent_encoded("a/b", false) == "a%2Fb");
    CHECK(query_text({{"b", "x y"}, {"a", ""}, {"a-", "&="}}) == "a=&a-=%26%3D&b=x%20y");
}
