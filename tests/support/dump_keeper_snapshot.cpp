// Prints a Keeper snapshot as JSON, one object a line: the header, each node, each session, the end. For
// tests that compare a snapshot with something that is not C++.
#include "keeperfs/base/error.h"
#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/keeper/snapshot_reader.h"

#include <cstdio>
#include <exception>
#include <unordered_map>

using namespace keeperfs;

namespace {

using AclMap = std::unordered_map<std::uint64_t, const tree::AclList*>;

void print(JsonWriter& line) {
    const std::string_view text = line.view();
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fputc('\n', stdout);
    line.clear();
}

JsonWriter& begin(JsonWriter& line, std::string_view kind) {
    return line.begin_object().key(kind).begin_object();
}

void end(JsonWriter& line) {
    line.end_object().end_object();
    print(line);
}

void print_header(JsonWriter& line, const keeper::SnapshotReader& reader) {
    const keeper::SnapshotHeader& header = reader.header();
    begin(line, "header")
        .member("codec", reader.codec() == keeper::SnapshotCodec::zstd ? "zstd" : "lz4")
        .member("version", header.version)
        .member("last_log_index", header.last_log_index)
        .member("last_log_term", header.last_log_term)
        .member("metadata_configuration", base64(as_bytes(header.metadata_configuration)))
        .member("zxid", header.zxid)
        .member("digest_version", header.digest_version)
        .member("digest", hex(header.digest))
        .member("session_id_counter", header.session_id_counter)
        .member("node_count", reader.node_count());
    end(line);
}

/// Null where the id is in no table: such a node hangs the clients of a real server.
void print_acl(JsonWriter& line, std::uint64_t id, const AclMap& lists) {
    line.key("acl");
    const auto found = lists.find(id);
    if (id != 0 && found == lists.end()) {
        line.null();
        return;
    }
    line.begin_array();
    if (id != 0)
        for (const tree::Acl& acl : *found->second)
            line.begin_array().integer(acl.permissions).text(acl.scheme).text(acl.id).end_array();
    line.end_array();
}

void print_node(JsonWriter& line, const keeper::SnapshotNode& node, const AclMap& lists) {
    begin(line, "node").member("path", as_text(node.path)).member("data", base64(node.data));
    print_acl(line, node.acl_id, lists);
    line.member("czxid", node.stat.czxid)
        .member("mzxid", node.stat.mzxid)
        .member("pzxid", node.stat.pzxid)
        .member("ctime", node.stat.ctime)
        .member("mtime", node.stat.mtime)
        .member("version", node.stat.version)
        .member("cversion", node.stat.cversion)
        .member("aversion", node.stat.aversion)
        .member("ephemeral_owner", node.stat.ephemeral_owner)
        .member("num_children", node.num_children)
        .member("seq_num", node.seq_num)
        .key("ttl_ms");
    if (node.ttl_ms)
        line.integer(*node.ttl_ms);
    else
        line.null();
    end(line);
}

void print_end(JsonWriter& line, const keeper::SnapshotReader& reader) {
    for (const tree::Session& session : reader.sessions()) {
        begin(line, "session").member("id", session.id).member("timeout_ms", session.timeout_ms);
        end(line);
    }
    begin(line, "end").member("unknown_bytes", reader.unknown_bytes()).key("cluster_configuration");
    if (reader.cluster_configuration())
        line.text(base64(as_bytes(*reader.cluster_configuration())));
    else
        line.null();
    end(line);
}

void dump(const char* path) {
    io::FileSource file(io::FileSystem::system(), path);
    keeper::SnapshotReader reader(file);
    JsonWriter line(JsonWriter::Style::compact);
    print_header(line, reader);
    AclMap lists;
    for (const keeper::AclMapEntry& entry : reader.acls())
        lists.emplace(entry.id, &entry.list);
    keeper::SnapshotNode node;
    while (reader.next(node))
        print_node(line, node, lists);
    print_end(line, reader);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: dump_keeper_snapshot FILE\n", stderr);
        return 2;
    }
    try {
        dump(argv[1]);
        return 0;
    } catch (const Error& error) {
        std::fprintf(stderr, "dump_keeper_snapshot: %s\n", error.what());
        return error.exit_code();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "dump_keeper_snapshot: %s\n", error.what());
        return 1;
    }
}
