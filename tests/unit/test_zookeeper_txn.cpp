#include "support/zookeeper_bytes.h"

#include "keeperfs/base/error.h"
#include "keeperfs/zookeeper/txn.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::zookeeper;

TEST_CASE("types have ZooKeeper's own names, and a number that is none is shown as it is") {
    CHECK(name_of(TxnType::close_session) == "closeSession");
    CHECK(name_of(TxnType::remove) == "delete");
    CHECK(name_of(TxnType::create_ttl) == "createTTL");
    CHECK(name_of(static_cast<TxnType>(99)) == "type 99");
    CHECK(name_of(static_cast<TxnType>(-2)) == "type -2");
}

TEST_CASE("ACL lists survive encoding and decoding") {
    for (const tree::AclList& list : {tree::AclList{}, tree::AclList{{31, "world", "anyone"}},
                                      tree::AclList{{1, "", ""}, {-1, "digest", "a:b"}}})
        CHECK(decode_acl(as_bytes(encode_acl(list))) == list);
    CHECK(encode_acl({{31, "world", "anyone"}}) == test::Jute().open_acl().bytes());
}

TEST_CASE("an empty span is the open ACL, unlike a list of no entries") {
    CHECK(tree::is_open(decode_acl({})));
    CHECK(decode_acl(as_bytes(test::Jute().int32(0).bytes())).empty());
}

TEST_CASE("an ACL that is cut is refused") {
    const std::string whole = encode_acl({{31, "digest", "me:secret"}});
    for (std::size_t cut = 1; cut < whole.size(); ++cut)
        CHECK_THROWS_AS_MESSAGE(decode_acl(as_bytes(whole).first(cut)), Error, cut);
}
