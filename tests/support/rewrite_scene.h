#pragma once
// A snapshot in a file system in memory, and what a rewrite makes of it.
#include "support/keeper_snapshots.h"
#include "support/memory_filesystem.h"

#include "keeperfs/base/error.h"
#include "keeperfs/convert/snapshot_rewrite.h"
#include "keeperfs/keeper/digest.h"

#include <optional>
#include <string>

namespace keeperfs::test {

struct RewriteScene {
    MemoryFileSystem files;
    convert::SnapshotRewriteOptions options;

    explicit RewriteScene(std::string file) {
        files.make_directory("/in");
        files.make_directory("/out");
        files.put("/in/snapshot", std::move(file));
        options.input = "/in/snapshot";
        options.output_file = "/out/result";
        options.threads = 1;
    }
    RewriteScene(const WholeSnapshot& whole, int version,
                 keeper::SnapshotCodec codec = keeper::SnapshotCodec::zstd)
        : RewriteScene(compress(encode(whole, version), codec)) {}

    void accept_all() {
        for (std::size_t i = 0; i < convert::loss_names.size(); ++i)
            options.accepted_losses.insert(static_cast<convert::Loss>(i));
    }
    convert::SnapshotRewriteReport run() { return convert::rewrite_snapshot(files, options, nullptr); }
    std::string result_file() const { return files.content("/out/result"); }
    WholeSnapshot result() const { return read_snapshot(result_file()); }
    /// nullopt when it is done.
    std::optional<Error> failure() {
        try {
            run();
            return std::nullopt;
        } catch (const Error& error) {
            return error;
        }
    }
};

/// A header that every version can hold, and the node "/".
inline WholeSnapshot plain_snapshot(int version) {
    WholeSnapshot whole;
    whole.header.version = version;
    whole.header.last_log_index = 50;
    whole.header.last_log_term = 3;
    whole.header.metadata_configuration = keeper::empty_cluster_configuration();
    whole.header.zxid = 50;
    whole.header.session_id_counter = 9;
    whole.nodes.push_back({"/", "", {}});
    return whole;
}
inline keeper::SnapshotNode& add_node(WholeSnapshot& whole, const std::string& path, std::string data = "") {
    for (OwnedNode& node : whole.nodes)
        if (node.path == (path.rfind('/') == 0 ? "/" : path.substr(0, path.rfind('/'))))
            ++node.node.num_children;
    return whole.nodes.emplace_back(OwnedNode{path, std::move(data), {}}).node;
}
inline const OwnedNode& node_at(const WholeSnapshot& whole, const std::string& path) {
    for (const OwnedNode& node : whole.nodes)
        if (node.path == path)
            return node;
    throw std::runtime_error("there is no " + path);
}
inline std::uint64_t digest_of(const WholeSnapshot& whole) {
    std::uint64_t digest = 0;
    for (const OwnedNode& node : whole.nodes)
        digest += keeper::node_digest(whole.header.digest_version, node.view());
    return digest;
}

} // namespace keeperfs::test
