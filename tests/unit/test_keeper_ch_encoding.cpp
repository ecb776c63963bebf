#include "keeper/ch_encoding.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::keeper;

TEST_CASE("a VarUInt has seven bits per byte, the least significant first") {
    struct Row {
        std::uint64_t value;
        std::string bytes;
    };
    const Row rows[] = {{0, std::string(1, '\0')},
                        {127, "\x7f"},
                        {128, "\x80\x01"},
                        {300, "\xac\x02"},
                        {UINT64_MAX, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"}};
    for (const Row& row : rows) {
        std::string written;
        append_var_uint(written, row.value);
        CHECK(written == row.bytes);
        FieldCursor cursor(as_bytes(row.bytes), 0);
        CHECK(cursor.var_uint() == row.value);
        CHECK_FALSE(cursor.is_short());
        CHECK(cursor.position() == row.bytes.size());
        for (std::size_t size = 0; size < row.bytes.size(); ++size) {
            FieldCursor cut(as_bytes(row.bytes).first(size), 0);
            cut.var_uint();
            CHECK(cut.is_short());
            CHECK(cut.needed() == size + 1);
        }
    }
}

TEST_CASE("a VarUInt beyond 64 bits is refused at its place") {
    for (const char* bytes :
         {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"}) {
        FieldCursor cursor(as_bytes(bytes), 100);
        try {
            cursor.var_uint();
            FAIL("accepted");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::bad_input);
            CHECK(error.offset() == 100);
        }
    }
}

TEST_CASE("a string says how many bytes it needs, and none is longer than a node's data may be") {
    const std::string written = "\x05hello!";
    FieldCursor whole(as_bytes(written), 0);
    CHECK(as_text(whole.string()) == "hello");
    CHECK(whole.position() == 6);
    FieldCursor cut(as_bytes(written).first(3), 0);
    CHECK(cut.string().empty());
    CHECK(cut.needed() == 6);
    CHECK(cut.integer<std::uint64_t>() == 0); // once short, always short
    CHECK(cut.needed() == 6);

    std::string too_long;
    append_var_uint(too_long, longest_string + 1);
    FieldCursor refused(as_bytes(too_long), 0);
    CHECK_THROWS_AS(refused.string(), Error);
}
