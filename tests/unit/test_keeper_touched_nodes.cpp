#include "keeper/touched_nodes.h"

#include <doctest/doctest.h>

#include <string>

using namespace keeperfs;
using namespace keeperfs::keeper;

namespace {

RequestOperation operation(OpNum op, const std::string& path, bool is_sequential = false) {
    RequestOperation made;
    made.op = op;
    made.path = as_bytes(path);
    made.sequential = is_sequential;
    return made;
}

TouchedNodes touched_by(OpNum op, const std::string& path, bool is_sequential = false) {
    TouchedNodes touched;
    Request request;
    request.operation = operation(op, path, is_sequential);
    touched.add(request);
    return touched;
}

} // namespace

TEST_CASE("a request touches the node that it names and its parent, and the root and /keeper always are") {
    for (const OpNum op : {OpNum::create, OpNum::remove, OpNum::set, OpNum::set_acl, OpNum::check,
                           OpNum::check_not_exists, OpNum::try_remove, OpNum::create_container}) {
        const TouchedNodes touched = touched_by(op, "/a/b/c");
        for (const char* path : {"/", "/keeper", "/a/b", "/a/b/c"})
            CHECK(touched.contain(as_bytes(path)));
        for (const char* path : {"/a", "/a/b/c/d", "/a/b/cc", "/b/c"})
            CHECK(!touched.contain(as_bytes(path)));
    }
}

TEST_CASE("each part of a multi touches its nodes") {
    const std::string first = "/x/1", second = "/y/2";
    TouchedNodes touched;
    Request request;
    request.operation = operation(OpNum::multi, "");
    request.parts = {operation(OpNum::set, first), operation(OpNum::remove, second)};
    touched.add(request);
    for (const char* path : {"/x", "/x/1", "/y", "/y/2"})
        CHECK(touched.contain(as_bytes(path)));
}

TEST_CASE("a sequential create touches every name that it could get") {
    const TouchedNodes touched = touched_by(OpNum::create, "/queue/log-", true);
    for (const char* path : {"/queue", "/queue/log-0000000007", "/queue/log-12345678901",
                             "/queue/log-00000000-5", "/queue/log-9223372036854775807"})
        CHECK(touched.contain(as_bytes(path)));
    for (const char* path : {"/queue/log-007", "/queue/log-0000000007/below", "/queue/other-0000000007"})
        CHECK(!touched.contain(as_bytes(path)));
}

TEST_CASE("a removal with the subtree touches all below it") {
    const TouchedNodes touched = touched_by(OpNum::remove_recursive, "/a/b");
    for (const char* path : {"/a", "/a/b", "/a/b/c", "/a/b/c/d/e"})
        CHECK(touched.contain(as_bytes(path)));
    for (const char* path : {"/a/bb", "/a/c", "/b"})
        CHECK(!touched.contain(as_bytes(path)));
}

TEST_CASE("sessions that close are known, and the versions of digests") {
    TouchedNodes touched;
    CHECK(!touched.close_any_session());
    Request request;
    request.session_id = 7;
    request.digest_version = 4;
    request.operation.op = OpNum::close;
    touched.add(request);
    CHECK(touched.close_any_session());
    CHECK(touched.closes(7));
    CHECK(!touched.closes(8));
    CHECK(touched.digest_versions() == std::set<int>{4});
}

TEST_CASE("what two readers of a log have found is what one would have found") {
    TouchedNodes touched = touched_by(OpNum::set, "/a/b");
    touched.merge(touched_by(OpNum::create, "/queue/log-", true));
    touched.merge(touched_by(OpNum::remove_recursive, "/gone"));
    Request close;
    close.operation = operation(OpNum::close, "");
    close.session_id = 7;
    close.digest_version = 3;
    TouchedNodes of_close;
    of_close.add(close);
    touched.merge(of_close);
    for (const char* path : {"/", "/a", "/a/b", "/queue/log-0000000007", "/gone/below/it"})
        CHECK(touched.contain(as_bytes(path)));
    for (const char* path : {"/a/c", "/queue/log-x", "/other"})
        CHECK(!touched.contain(as_bytes(path)));
    CHECK(touched.closes(7));
    CHECK(!touched.closes(8));
    CHECK(touched.digest_versions() == std::set<int>{3});
}
