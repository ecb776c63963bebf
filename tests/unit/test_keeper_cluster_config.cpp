#include "keeperfs/base/error.h"
#include "keeperfs/keeper/cluster_config.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::keeper;

namespace {

ClusterConfig three_servers() {
    ClusterConfig config;
    config.log_index = 80;
    config.previous_index = 1;
    config.async_replication = true;
    config.user_context = std::string("a\0b", 3);
    config.servers = {{1, 0, "localhost:19234", "", false, false, 1},
                      {2, 7, "[::1]:9234", "aux", true, false, 0},
                      {3, 0, "", "", false, true, -5}};
    return config;
}

std::optional<std::uint64_t> offset_of_error(const std::string& encoded) {
    try {
        decode_cluster_config(as_bytes(encoded), 1000);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::bad_input);
        return error.offset();
    }
    return std::nullopt;
}

} // namespace

TEST_CASE("a cluster configuration of one server is the bytes that a server writes") {
    ClusterConfig config;
    config.log_index = 1;
    config.servers = {{1, 0, "localhost:19234", "", false, false, 1}};
    std::string bytes = std::string("\1\0\0\0\0\0\0\0", 8) + std::string(13, '\0') +
                        std::string("\1\0\0\0\1\0\0\0\0\0\0\0", 12) + "localhost:19234" +
                        std::string("\0\0\0\1\0\0\0", 7);
    CHECK(bytes.size() == 55);
    CHECK(encode_cluster_config(config) == bytes);
    CHECK(decode_cluster_config(as_bytes(bytes), 0) == config);
}

TEST_CASE("a cluster configuration comes back from its bytes, and none of these can be missing") {
    const ClusterConfig config = three_servers();
    const std::string encoded = encode_cluster_config(config);
    CHECK(decode_cluster_config(as_bytes(encoded), 0) == config);
    for (std::size_t cut = 0; cut < encoded.size(); ++cut) {
        const auto offset = offset_of_error(encoded.substr(0, cut));
        REQUIRE(offset);
        CHECK(*offset >= 1000);
        CHECK(*offset <= 1000 + cut);
    }
    CHECK(offset_of_error(encoded + "x") == 1000 + encoded.size());
    CHECK(encode_cluster_config({}) == empty_cluster_configuration());
}

TEST_CASE("counts, lengths and marks that cannot be are refused where they stand") {
    const std::string empty = empty_cluster_configuration();
    for (const std::size_t at : {17u, 21u})
        for (const std::int32_t value : {-1, 1, INT32_MAX, INT32_MIN}) {
            std::string encoded = empty;
            store_le(reinterpret_cast<std::uint8_t*>(encoded.data()) + at, value);
            if (at == 17 && value == 1)
                continue; // a user context of one byte, and then too few
            CHECK(offset_of_error(encoded) == 1000 + at);
        }
    std::string mark = empty;
    mark[16] = 2;
    CHECK(offset_of_error(mark) == 1016);
    std::string flags = encode_cluster_config(three_servers());
    flags[flags.size() - 5] = 4;
    CHECK(offset_of_error(flags) == 1000 + flags.size() - 5);
}

TEST_CASE("a NUL inside an endpoint cannot be written") {
    ClusterConfig config;
    config.servers = {{1, 0, std::string("a\0b", 3), "", false, false, 1}};
    CHECK_THROWS_AS(encode_cluster_config(config), Error);
}
