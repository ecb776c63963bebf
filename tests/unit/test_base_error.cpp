#include "keeperfs/base/error.h"

#include <doctest/doctest.h>

using namespace keeperfs;

TEST_CASE("an error says first what, then where, then what to do") {
    const Error error = Error(ErrorKind::bad_input, "the data length does not fit")
                            .at(81234)
                            .found("2147483647", "at most 512")
                            .file("snapshot.1a3")
                            .hint("Give an older snapshot with its logs.");
    CHECK(
        std::string(error.what()) ==
        "snapshot.1a3: at byte 81234: the data length does not fit (expected at most 512, found 2147483647). "
        "Give an older snapshot with its logs.");
    CHECK(error.exit_code() == 4);
}

TEST_CASE("the layer nearest to the fault is the one that is heard") {
    Error error(ErrorKind::bad_input, "cut");
    error.at(5).file("inner");
    error.at(7).file("outer");
    CHECK(error.offset() == 5);
    CHECK(error.file() == "inner");
}

TEST_CASE("a file's name is escaped in the sentence") {
    CHECK(std::string(Error(ErrorKind::bad_input, "cut").file("a\nb").what()) == "a\\x0ab: cut.");
}
