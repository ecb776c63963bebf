#include "keeperfs/inspect/node_csv.h"

#include "keeperfs/base/text.h"

#include <fmt/format.h>

namespace keeperfs::inspect {

namespace {

void append_field(std::string& out, std::string_view text) {
    if (text.find_first_of(",\"\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text)
        out.append(c == '"' ? 2 : 1, c);
    out += '"';
}

} // namespace

std::string_view NodeCsv::header() noexcept {
    return "path,data_b64,acl,czxid,mzxid,ctime,mtime,version,cversion,aversion,ephemeral_owner,pzxid,"
           "num_children,data_length,seq_num,ttl_ms,is_sequential\n";
}

void NodeCsv::append(std::string& out, const keeper::SnapshotNode& node) {
    const tree::Stat& stat = node.stat;
    append_field(out, escaped(as_text(node.path)));
    out += ',';
    append_base64(out, node.data);
    out += ',';
    append_field(out, json_.acl(node.acl_id));
    fmt::format_to(std::back_inserter(out), ",{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", hex(stat.czxid),
                   hex(stat.mzxid), time_text(stat.ctime), time_text(stat.mtime), stat.version, stat.cversion,
                   stat.aversion, hex(stat.ephemeral_owner), hex(stat.pzxid), node.num_children,
                   node.data.size(), node.seq_num, node.ttl_ms ? fmt::format("{}", *node.ttl_ms) : "",
                   node.is_sequential);
}

} // namespace keeperfs::inspect
