#include "storage/s3_answer.h"

#include "keeperfs/base/error.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::storage;

TEST_CASE("a page of a list has keys, sizes, times, and the token of the next one") {
    const S3Page page = read_s3_page(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult "
        "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>true</IsTruncated>"
        "<Contents><Key>a &amp; b</Key><LastModified>2026-11-24T13:41:04.000Z</LastModified><Size>12</Size>"
        "</Contents><Contents><Key>c</Key><Size>0</Size></Contents>"
        "<NextContinuationToken>1+/=</NextContinuationToken></ListBucketResult>");
    REQUIRE(page.objects.size() == 2);
    CHECK(page.objects[0].name == "a & b");
    CHECK(page.objects[0].size == 12);
    CHECK(page.objects[0].modified_ms == 1795527664000);
    CHECK(page.objects[1].name == "c");
    CHECK(page.next == "1+/=");
}

TEST_CASE("what is no list, or goes on without saying how, is an error") {
    for (const char* xml :
         {"", "<", "not found", "<Other/>",
          "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
          "<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>",
          "<ListBucketResult><Contents><Key>a</Key><Size>-1</Size></Contents></ListBucketResult>",
          "<ListBucketResult><Contents><Size>1</Size></Contents></ListBucketResult>",
          "<ListBucketResult><Contents><Key>a</Key><Size>99999999999999999999</Size></Contents></"
          "ListBucketResult>"}) {
        CAPTURE(xml);
        CHECK_THROWS_AS(read_s3_page(xml), Error);
    }
}

TEST_CASE("a refusal is read where there is one") {
    const S3Refusal refusal = read_s3_refusal("<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>");
    CHECK(refusal.code == "NoSuchKey");
    CHECK(refusal.message == "gone");
    CHECK(read_s3_refusal("").code.empty());
    CHECK(read_s3_refusal("<html>").code.empty());
    CHECK(read_s3_member("<R><UploadId>7</UploadId></R>", "UploadId") == "7");
    CHECK_THROWS_AS(read_s3_member("<R/>", "UploadId"), Error);
}
