#include "subtree_report.h"

#include "keeperfs/base/text.h"

using namespace keeperfs;
using inspect::NamedSubtree;

TextTable subtree_table(const std::vector<NamedSubtree>& subtrees) {
    TextTable table({"nodes", "children", "data", "paths", "memory", "path"});
    for (const NamedSubtree& subtree : subtrees)
        table.add({grouped(subtree.size.nodes), grouped(subtree.size.children),
                   size_text(subtree.size.data_bytes), size_text(subtree.size.path_bytes),
                   size_text(subtree.size.memory_bytes()), escaped(subtree.path)});
    return table;
}

void add_path(JsonWriter& json, std::string_view path) {
    json.member("path", path);
    if (!is_utf8(path))
        json.member("path_b64", base64(as_bytes(path)));
}

void add_subtree(JsonWriter& json, const NamedSubtree& subtree) {
    json.begin_object();
    add_path(json, subtree.path);
    json.member("nodes", subtree.size.nodes)
        .member("children", subtree.size.children)
        .member("data_bytes", subtree.size.data_bytes)
        .member("path_bytes", subtree.size.path_bytes)
        .member("predicted_memory_bytes", subtree.size.memory_bytes())
        .end_object();
}
