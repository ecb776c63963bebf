#pragma once
// A tree as text, a line for each node in order of paths, to compare what different sources say of it.
#include "keeperfs/base/bytes.h"
#include "keeperfs/base/text.h"
#include "keeperfs/keeper/replay.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

namespace keeperfs::test {

using TreeText = std::map<std::string, std::string>; ///< path -> the rest

/// As the lists of tree.jsonl; "[]" where the node is open.
inline std::string acl_text(const tree::AclList& list) {
    std::string text = "[";
    for (const tree::Acl& acl : list)
        text += fmt::format("{}[{}, \"{}\", \"{}\"]", text.size() > 1 ? ", " : "", acl.permissions,
                            acl.scheme, acl.id);
    return text + "]";
}

/// What a client sees of a node.
inline std::string client_text(const keeper::SnapshotNode& node, const std::string& acl) {
    const tree::Stat& stat = node.stat;
    return fmt::format("{} {} {} {} {} {} {} {} {} {} {} {}", base64(node.data), acl, stat.czxid, stat.mzxid,
                       stat.ctime, stat.mtime, stat.version, stat.cversion, stat.aversion,
                       stat.ephemeral_owner, stat.pzxid, node.num_children);
}

enum class Fields { of_clients, all };

inline TreeText tree_text(const keeper::Replay& replay, Fields fields) {
    std::map<std::uint64_t, std::string> lists{{0, "[]"}};
    for (const keeper::AclMapEntry& entry : replay.acls())
        lists[entry.id] = acl_text(entry.list);
    TreeText text;
    std::uint64_t cursor = 0;
    for (keeper::SnapshotNode node; replay.next(cursor, node);) {
        std::string line = client_text(node, lists.at(node.acl_id));
        if (fields == Fields::all)
            line += fmt::format(" {} {} {}", node.seq_num, node.ttl_ms.value_or(-1), node.is_sequential);
        CHECK(text.emplace(as_text(node.path), line).second);
    }
    CHECK(text.size() + replay.not_held().count == replay.node_count());
    return text;
}

/// The value of a key in a line that Python's json.dumps wrote, as it stands there.
inline std::string_view json_value(std::string_view line, const std::string& key) {
    const std::size_t at = line.find("\"" + key + "\": ");
    REQUIRE_MESSAGE(at != std::string_view::npos, key);
    std::string_view rest = line.substr(at + key.size() + 4);
    if (rest.starts_with('"'))
        return rest.substr(1, rest.find('"', 1) - 1);
    if (rest.starts_with("[["))
        return rest.substr(0, rest.find("]]") + 2);
    return rest.substr(0, rest.find_first_of(",}"));
}

/// A tree.jsonl: what a client saw. Its names are ASCII.
inline TreeText client_tree(const std::string& file) {
    TreeText text;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        const std::string path(json_value(line, "path"));
        REQUIRE(path.find('\\') == std::string::npos);
        if (path.starts_with("/keeper/"))
            continue; // served, but in no file
        std::string rest;
        for (const char* key : {"data_b64", "acl", "czxid", "mzxid", "ctime", "mtime", "version", "cversion",
                                "aversion", "ephemeralOwner", "pzxid", "numChildren"}) {
            // A client is told of the children of "/keeper" that no file has.
            const bool is_served_count = path == "/keeper" && std::string_view(key) == "numChildren";
            rest += (rest.empty() && std::string_view(key) == "data_b64" ? "" : " ");
            rest += is_served_count ? "0" : std::string(json_value(line, key));
        }
        text.emplace(path, rest);
    }
    REQUIRE(!text.empty());
    return text;
}

} // namespace keeperfs::test
