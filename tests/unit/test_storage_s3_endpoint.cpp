#include "storage/s3_endpoint.h"

#include "keeperfs/base/error.h"

#include <doctest/doctest.h>

#include <string>

using namespace keeperfs;
using namespace keeperfs::storage;

TEST_CASE("an endpoint names a bucket in its host or at the beginning of its path") {
    struct Case {
        const char* url;
        const char* bucket;
        bool in_host;
        const char* prefix;
        const char* region;
        const char* path_of_key; ///< of "prefix key"
    };
    const Case cases[] = {
        {"https://bucket.s3.eu-west-1.amazonaws.com/keeper/logs/", "bucket", true, "keeper/logs/",
         "eu-west-1", "/a%20key"},
        {"https://my.bucket.s3.amazonaws.com/", "my.bucket", true, "", "", "/a%20key"},
        {"https://s3.eu-west-1.amazonaws.com/bucket/x/", "bucket", false, "x/", "eu-west-1",
         "/bucket/a%20key"},
        {"http://127.0.0.1:9000/bucket", "bucket", false, "", "", "/bucket/a%20key"},
        {"http://[::1]:9000/bucket/p", "bucket", false, "p", "", "/bucket/a%20key"},
        {"https://bucket.oss-cn-hangzhou.aliyuncs.com/data/", "data", false, "", "", "/data/a%20key"},
        {"https://bucket.cos.ap-shanghai.myqcloud.com/data/", "bucket", true, "data/", "", "/a%20key"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.url);
        const S3Endpoint place = parse_s3_endpoint(one.url);
        CHECK(place.bucket == one.bucket);
        CHECK(place.bucket_in_host == one.in_host);
        CHECK(place.prefix == one.prefix);
        CHECK(place.region == one.region);
        CHECK(place.path("a key") == one.path_of_key);
    }
    CHECK(parse_s3_endpoint("http://h:9000/b/c/d").host == "h:9000");
    CHECK(parse_s3_endpoint("http://h:9000/b/c/d").origin == "http://h:9000");
    CHECK(parse_s3_endpoint("http://h:9000/b/").path("") == "/b");
}

TEST_CASE("what names no bucket is no endpoint") {
    for (const char* url : {"", "bucket", "s3://bucket/x", "ftp://h/b", "http://", "http:///b", "http://h",
                            "http://h/", "http://h//x", "http://key:secret@h/b", "http://h/b?x=1"}) {
        CAPTURE(url);
        CHECK_THROWS_AS(parse_s3_endpoint(url), Error);
    }
}
