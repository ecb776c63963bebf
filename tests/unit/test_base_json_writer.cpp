#include "keeperfs/base/json_writer.h"

#include <doctest/doctest.h>

using namespace keeperfs;

TEST_CASE("text of any bytes becomes a document of valid UTF-8, as a value and as a key") {
    JsonWriter json(JsonWriter::Style::compact);
    json.begin_object().member("a", "\xc3\xa4\xff").member("k\xfe", 1).end_object();
    CHECK(json.view() == "{\"a\":\"\xc3\xa4\xef\xbf\xbd\",\"k\xef\xbf\xbd\":1}");
}
