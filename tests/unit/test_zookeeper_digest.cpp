#include "base/checksum.h"
#include "zookeeper/digest.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::zookeeper;

namespace {

std::uint32_t crc(std::string_view text) { return crc32(0, as_bytes(text)); }
std::uint32_t ascii(std::string_view path) { return path_data_crc(as_bytes(path), {}, DigestCharset::ascii); }

} // namespace

TEST_CASE("an empty database has the digest that ZooKeeper 3.8 prints") {
    const auto of = [](std::string_view path) {
        return std::uint64_t{node_digest(path_data_crc(as_bytes(path), {}, DigestCharset::utf8), {})};
    };
    CHECK(of("") + of("/zookeeper") == 1371985504);
}

TEST_CASE("a node's digest covers its path, its data and its stat, all in order") {
    const tree::Stat stat{.czxid = 1,
                          .mzxid = 2,
                          .pzxid = 3,
                          .ctime = 4,
                          .mtime = 5,
                          .version = 6,
                          .cversion = 7,
                          .aversion = 8,
                          .ephemeral_owner = 9};
    std::string all = "/pathdata";
    for (const std::int64_t value : {1, 2, 3, 4, 5})
        append_be(all, value);
    for (const std::int32_t value : {6, 7, 8})
        append_be(all, value);
    append_be(all, std::int64_t{9});
    CHECK(node_digest(path_data_crc(as_bytes("/path"), as_bytes("data"), DigestCharset::utf8), stat) ==
          crc(all));
}

TEST_CASE("null data adds nothing to a digest") {
    CHECK(path_data_crc(as_bytes("/path"), Bytes(), DigestCharset::utf8) == crc("/path"));
    CHECK(path_data_crc(as_bytes("/path"), Bytes(), DigestCharset::ascii) == crc("/path"));
}

TEST_CASE("in an ASCII locale each UTF-16 unit beyond ASCII is a question mark") {
    struct Case {
        const char *path, *as_ascii;
    };
    for (const Case& c :
         {Case{"/plain/path/that/is/longer/than/a/word", "/plain/path/that/is/longer/than/a/word"},
          Case{"/caf\xc3\xa9", "/caf?"}, Case{"/\xe6\x97\xa5\xe6\x9c\xac", "/?\?"},
          Case{"/\xf0\x9f\x98\x80/x", "/?\?/x"},         // U+1F600: two units
          Case{"/\xed\xa0\xbd\xed\xb8\x80/x", "/?\?/x"}, // the same as two surrogates
          Case{"/\xff\xfe", "/?\?"}, Case{"/cut\xe6\x97", "/cut?\?"}, Case{"", ""}})
        CHECK_MESSAGE(ascii(c.path) == crc(c.as_ascii), c.as_ascii);
    CHECK(path_data_crc(as_bytes("/caf\xc3\xa9"), {}, DigestCharset::utf8) == crc("/caf\xc3\xa9"));
}

TEST_CASE("nodes below /zookeeper are not in the digest, but the node itself is") {
    CHECK(counts_in_digest(as_bytes("")));
    CHECK(counts_in_digest(as_bytes("/zookeeper")));
    CHECK(counts_in_digest(as_bytes("/zookeeper2/a")));
    CHECK_FALSE(counts_in_digest(as_bytes("/zookeeper/quota")));
    CHECK_FALSE(counts_in_digest(as_bytes("/zookeeper/config")));
}
