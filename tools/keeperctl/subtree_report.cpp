#include "subtree_report.h"

#include "keeperfs/base/text.h"

using namespace keeperfs;
using inspect::NamedSubtree;

void add_subtree_table(TextReport& out, const std::vector<NamedSubtree>& subtrees) {
    std::vector<TableRow> rows;
    for (const NamedSubtree& subtree : subtrees)
        rows.push_back({grouped(subtree.size.nodes), grouped(subtree.size.children),
                        size_text(subtree.size.data_bytes), size_text(subtree.size.path_bytes),
                        size_text(subtree.size.memory_bytes()), escaped(subtree.path)});
    out.rows({"nodes", "children", "data", "paths", "memory", "path"}, rows, "rrrrrl");
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
