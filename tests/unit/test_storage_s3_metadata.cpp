#include "storage/s3_metadata.h"

#include "keeperfs/base/error.h"

#include <doctest/doctest.h>

#include <string>

using namespace keeperfs;
using namespace keeperfs::storage;

TEST_CASE("a metadata file of each version is read, and written as it was") {
    struct Case {
        const char* text;
        const char* key;
    };
    const Case cases[] = {
        {"1\n1\t1234\n1234\tkeeper/snap/abc/def\n0\n", "keeper/snap/abc/def"},
        {"2\n1\t1234\n1234\tabc/def\n0\n", "keeper/snap/abc/def"},
        {"3\n1\t1234\n1234\tabc/def\n0\n0\n", "keeper/snap/abc/def"},
        {"4\n1\t1234\n1234\tabc/def\n0\n1\n\n", "keeper/snap/abc/def"},
        {"5\n1\t1234\n1234\tkeeper/snap/abc/def\n2\n0\n\n", "keeper/snap/abc/def"},
        {"5\n1\t1234\n1234\telsewhere/abc\n0\n0\n\n", "elsewhere/abc"},
        {"3\n1\t1234\n1234\ta\\tb\\\\c\\'d\\ne\n0\n0\n", "keeper/snap/a\tb\\c'd\ne"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.text);
        const S3Metadata metadata = parse_s3_metadata(one.text, "keeper/snap/");
        REQUIRE(metadata.parts.size() == 1);
        CHECK(metadata.parts[0] == S3Metadata::Part{1234, one.key});
        CHECK(metadata.size() == 1234);
        CHECK(s3_metadata_text(metadata, "keeper/snap/") == one.text);
    }
}

TEST_CASE("an empty file has no object, or one of no bytes") {
    CHECK(parse_s3_metadata("3\n0\t0\n0\n0\n", "p/").size() == 0);
    CHECK(parse_s3_metadata("3\n1\t0\n0\tabc/def\n0\n0\n", "p/").size() == 0);
    CHECK(parse_s3_metadata("4\n0\t3\n0\n0\nabc\n", "p/").inline_data == "abc");
    CHECK(parse_s3_metadata("4\n0\t3\n0\n0\nabc\n", "p/").size() == 3);
}

TEST_CASE("a key without the prefix makes version 5, inline data at least 4") {
    S3Metadata metadata;
    metadata.parts = {{1, "p/a"}, {2, "q/b"}};
    CHECK(s3_metadata_text(metadata, "p/") == "5\n2\t3\n1\tp/a\n2\tq/b\n0\n0\n\n");
    metadata.parts.pop_back();
    CHECK(s3_metadata_text(metadata, "p/") == "3\n1\t1\n1\ta\n0\n0\n");
    metadata.parts.clear();
    metadata.inline_data.push_back('x');
    CHECK(s3_metadata_text(metadata, "p/") == "4\n0\t1\n0\n0\nx\n");
}

TEST_CASE("what is no metadata file is refused at the byte where it shows") {
    for (const char* text :
         {"", "3", "0\n0\t0\n0\n", "6\n0\t0\n0\n0\n\n", "x\n", "3\n1\t4\n", "3\n99999999999\t4\n4\ta\n0\n0\n",
          "3\n1 4\n4\ta\n0\n0\n", "3\n1\t4\n4\ta\n0\n", "3\n1\t5\n4\ta\n0\n0\n", "3\n1\t4\n4\ta\n0\n0\nmore",
          "3\n1\t4\n4\ta\\", "1\n1\t4\n4\telsewhere/a\n0\n", "3\n-1\t4\n0\n0\n",
          "3\n2\t0\n18446744073709551615\ta\n2\tb\n0\n0\n", "3\n18446744073709551616\t0\n0\n0\n"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse_s3_metadata(text, "p/"), Error);
    }
    try {
        parse_s3_metadata("3\n1\t4\n4\ta\nx\n", "p/");
        FAIL("nothing failed");
    } catch (const Error& error) {
        CHECK(error.offset() == 10);
    }
}
