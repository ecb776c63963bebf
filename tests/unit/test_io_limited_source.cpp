#include "support/byte_streams.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/codecs.h"

#include <doctest/doctest.h>

using namespace keeperfs;

TEST_CASE("a limited source passes on exactly as many bytes as its limit") {
    const std::string bytes(10000, 'x');
    test::ChunkedSource source(bytes, 100);
    CHECK(test::read_all(*io::limited_source(source, 10000)) == bytes);
}

TEST_CASE("one byte more than the limit ends a limited source as damaged input") {
    const std::string bytes(10001, 'x');
    test::ChunkedSource source(bytes, 100);
    const auto limited = io::limited_source(source, 10000);
    try {
        test::read_all(*limited);
        FAIL("not refused");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::bad_input);
        CHECK(error.offset() == 10000);
    }
}
