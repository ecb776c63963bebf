#include "keeper/state_tree.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

using namespace keeperfs;
using namespace keeperfs::keeper;

namespace {

std::string path_of(const StateTree& tree, NodeId id) {
    std::string path;
    tree.path(id, path);
    return path;
}

NodeId add(StateTree& tree, const std::string& path, const std::string& data) {
    StateNode node;
    node.stat.czxid = static_cast<std::int64_t>(data.size());
    return tree.insert(as_bytes(path), tree.find(parent_path(as_bytes(path))), node, as_bytes(data));
}

using Model = std::map<std::string, std::string>; // path -> data

void check_equal(const StateTree& tree, const Model& model) {
    REQUIRE(tree.size() == model.size());
    Model found;
    for (NodeId id = tree.next_node(0); id != no_node; id = tree.next_node(id + 1)) {
        const std::string path = path_of(tree, id);
        REQUIRE(tree.find(as_bytes(path)) == id);
        found[path] = as_text(tree.data(id));
        std::set<std::string> children;
        for (NodeId child = tree.first_child(id); child != no_node; child = tree.next_sibling(child)) {
            CHECK(tree.parent(child) == id);
            children.insert(path_of(tree, child));
        }
        for (const std::string& child : children)
            CHECK(as_text(parent_path(as_bytes(child))) == path);
    }
    CHECK(found == model);
}

} // namespace

TEST_CASE("a tree behaves as a map of paths, through growth, removals and reused places") {
    std::mt19937 random(11);
    StateTree tree;
    Model model{{"/", ""}};
    for (int round = 0; round < 20'000; ++round) {
        auto at = model.begin();
        std::advance(at, static_cast<std::ptrdiff_t>(random() % model.size()));
        const std::string path = at->first;
        const NodeId id = tree.find(as_bytes(path));
        REQUIRE(id != no_node);
        const auto choice = random() % 10;
        if (choice < 5 && model.size() < 300) {
            const std::string child = (path == "/" ? "" : path) + "/" + std::to_string(random() % 50);
            if (model.try_emplace(child, child + "!").second)
                add(tree, child, child + "!");
            else
                CHECK(tree.find(as_bytes(child)) != no_node);
        } else if (choice < 7) {
            at->second = std::string(random() % 40, 'x');
            tree.set_data(id, as_bytes(at->second));
        } else if (id != StateTree::root && tree.first_child(id) == no_node) {
            tree.take(id);
            model.erase(at);
            CHECK(tree.find(as_bytes(path)) == no_node);
        }
        if (round % 500 == 0)
            check_equal(tree, model);
    }
    check_equal(tree, model);
}

TEST_CASE("nodes may come before their parents, and are hung on them at the end") {
    StateTree tree;
    const NodeId deep = add(tree, "/a/b/c", "1"), orphan = add(tree, "/x/y", "2");
    add(tree, "/a/b", "3");
    add(tree, "/a", "4");
    CHECK(tree.is_detached(deep));
    CHECK(tree.find(as_bytes("/a/b/c")) == deep);
    CHECK(tree.attach_all() == 1);
    CHECK(tree.is_detached(orphan));
    CHECK(!tree.is_detached(deep));
    CHECK(path_of(tree, deep) == "/a/b/c");
    CHECK(tree.parent(deep) == tree.find(as_bytes("/a/b")));
    add(tree, "/x", "");
    CHECK(tree.attach_all() == 0);
    check_equal(tree, {{"/", ""}, {"/a", "4"}, {"/a/b", "3"}, {"/a/b/c", "1"}, {"/x", ""}, {"/x/y", "2"}});
}

TEST_CASE("the children of a node that goes are still there, and find their parent when it comes again") {
    StateTree tree;
    const NodeId parent = add(tree, "/p", "");
    const NodeId child = add(tree, "/p/c", "data"), grandchild = add(tree, "/p/c/d", "");
    tree.take(parent);
    CHECK(tree.find(as_bytes("/p/c")) == child);
    CHECK(tree.find(as_bytes("/p/c/d")) == grandchild);
    CHECK(path_of(tree, grandchild) == "/p/c/d");
    CHECK(tree.parent(child) == no_node);
    const NodeId again = add(tree, "/p", "");
    CHECK(tree.parent(child) == again);
    CHECK(as_text(tree.data(child)) == "data");
}

TEST_CASE("what was taken comes back whole and under its number") {
    StateTree tree;
    add(tree, "/a", "one");
    const NodeId b = add(tree, "/a/b", "two");
    tree.node(b).stat.version = 7;
    auto taken = tree.take(b);
    tree.take(add(tree, "/a/b", "three"));
    tree.put_back(std::move(taken));
    CHECK(tree.find(as_bytes("/a/b")) == b);
    CHECK(tree.node(b).stat.version == 7);
    auto old = tree.set_data(b, as_bytes("longer than before"));
    tree.restore_data(b, std::move(old));
    check_equal(tree, {{"/", ""}, {"/a", "one"}, {"/a/b", "two"}});
}

TEST_CASE("what cannot be a path is not found") {
    StateTree tree;
    add(tree, "/a", "");
    for (const char* path : {"", "a", "/a/", "//a", "/b", "/a/a", "//"})
        CHECK(tree.find(as_bytes(path)) == no_node);
    CHECK(tree.find(as_bytes("/")) == StateTree::root);
}
