#include "base/jute.h"
#include "support/zookeeper_bytes.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using jute::Cursor;

TEST_CASE("a cursor reads big-endian fields, and null is not empty") {
    const test::Jute jute =
        test::Jute().int32(-2).int64(1LL << 40).byte(7).text("ab").text("").null().int32(0);
    Cursor cursor(as_bytes(jute.bytes()), 100);
    CHECK(cursor.int32("a") == -2);
    CHECK(cursor.int64("b") == 1LL << 40);
    CHECK(cursor.boolean("c"));
    CHECK(as_text(cursor.text("d")) == "ab");
    bool is_null = true;
    CHECK(cursor.buffer("e", is_null).empty());
    CHECK_FALSE(is_null);
    CHECK(cursor.buffer("f", is_null).empty());
    CHECK(is_null);
    CHECK(cursor.offset() == 100 + jute.bytes().size() - 4);
    CHECK(cursor.count("g", 1) == 0);
    CHECK(cursor.left() == 0);
    CHECK(cursor.ok());
}

TEST_CASE("a cursor remembers the first field that failed and reads nothing from then on") {
    const test::Jute jute = test::Jute().int32(5).raw("abc").int32(1);
    Cursor cursor(as_bytes(jute.bytes()), 1000);
    CHECK(cursor.text("first").size() == 5);
    CHECK(cursor.int64("second") == 0);
    CHECK(cursor.text("third").empty());
    CHECK_FALSE(cursor.ok());
    CHECK(cursor.error().message() == "the data ends inside the second");
    CHECK(cursor.error().offset() == 1009);
    CHECK(cursor.error().got() == "2 bytes");
    CHECK(cursor.error().wanted() == "8 bytes");
    CHECK(cursor.left() == 0);
}

TEST_CASE("lengths and counts that cannot be are refused where they stand") {
    struct Case {
        std::int32_t length;
        bool text, buffer, vector; // accepted?
    };
    for (const Case& c :
         {Case{8, true, true, false}, Case{9, false, false, false}, Case{-1, false, true, true},
          Case{-2, false, false, false}, Case{INT32_MAX, false, false, false},
          Case{INT32_MIN, false, false, false}, Case{2, true, true, true}, Case{3, true, true, false}}) {
        const test::Jute jute = test::Jute().int32(c.length).int64(0);
        const auto cursor = [&jute] { return Cursor(as_bytes(jute.bytes()), 50); };
        Cursor text = cursor(), buffer = cursor(), vector = cursor();
        bool is_null = false;
        text.text("text");
        buffer.buffer("buffer", is_null);
        vector.count("count", 4);
        CHECK_MESSAGE(text.ok() == c.text, c.length);
        CHECK_MESSAGE(buffer.ok() == c.buffer, c.length);
        CHECK_MESSAGE(vector.ok() == c.vector, c.length);
        if (!vector.ok()) {
            CHECK(vector.error().offset() == 50);
            CHECK(vector.error().got() == std::to_string(c.length));
            CHECK(vector.error().wanted() == "at most 2");
        }
    }
}
