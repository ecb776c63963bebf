#include "property/files.h"

#include <zlib.h>

#include <algorithm>
#include <stdexcept>

namespace keeperfs::property {

namespace body = test::body;

namespace {

std::string body_of(const Change& change, bool with_digest) {
    switch (change.type) {
    case type::create:
    case type::create2: {
        const std::string whole =
            body::create(change.path, change.data, change.acl, change.ephemeral, change.parent_cversion);
        // Behind the old form a digest would be taken for the parent's cversion; there was none in its time.
        return change.old_form && !with_digest ? whole.substr(0, whole.size() - sizeof change.parent_cversion)
                                               : whole;
    }
    case type::create_container:
        return body::create_container(change.path, change.data, change.acl, change.parent_cversion);
    case type::create_ttl:
        return body::create_container(change.path, change.data, change.acl, change.parent_cversion) +
               test::Jute().int64(change.ttl_ms).bytes();
    case type::remove:
    case type::delete_container:
        return body::remove(change.path);
    case type::set_data:
    case type::reconfig:
        return body::set_data(change.path, change.data, change.version);
    case type::set_acl:
        return body::set_acl(change.path, *change.acl, change.version);
    case type::check:
        return test::Jute().text(change.path).int32(change.version).bytes();
    case type::error:
        return body::error(change.error);
    default:
        throw std::logic_error("no such change");
    }
}

std::string body_of(const Txn& txn) {
    switch (txn.type) {
    case type::create_session:
        return body::create_session(txn.timeout_ms);
    case type::close_session:
        return txn.closed_paths ? body::close_session(*txn.closed_paths) : std::string();
    case type::multi: {
        std::vector<std::pair<std::int32_t, std::string>> operations;
        for (const Change& change : txn.changes)
            operations.emplace_back(change.type, body_of(change, true));
        return body::multi(operations);
    }
    default:
        return body_of(txn.changes.at(0), txn.digest.has_value());
    }
}

} // namespace

std::string record_of(const Txn& txn) {
    return test::txn_record(
        {.zxid = txn.zxid, .session = txn.session, .time_ms = txn.time_ms, .type = txn.type}, body_of(txn),
        txn.digest);
}

std::string LogFile::bytes(std::optional<std::int64_t> without) const {
    std::string all = test::txnlog_header();
    for (const auto& [zxid, record] : records)
        if (zxid != without)
            all += record;
    return all + tail;
}

std::string some_tail(Random& random, std::int64_t next_zxid) {
    std::string tail;
    if (random.chance(30)) {
        const std::string next =
            test::txn_record({.zxid = next_zxid, .session = 7, .time_ms = 1, .type = -10},
                             body::create_session(1000), random.below(1 << 30));
        tail = next.substr(0, random.below(next.size()));
    }
    if (random.chance(40))
        tail.append(random.below(5000), '\0');
    return tail;
}

SnapshotInWriting::SnapshotInWriting(const Model& model, Random& random) : model_(model), random_(random) {
    spec_.zxid = model.last_zxid;
}

void SnapshotInWriting::step() {
    if (!sessions_copied_) {
        spec_.sessions.assign(model_.sessions.begin(), model_.sessions.end());
        sessions_copied_ = true;
        return;
    }
    if (!table_copied_) {
        spec_.acls.assign(model_.acl_table.begin(), model_.acl_table.end());
        table_copied_ = true;
        return;
    }
    const std::string path = pending_.back();
    pending_.pop_back();
    const auto found = model_.nodes.find(path);
    if (found == model_.nodes.end())
        return;
    const Node& node = found->second;
    spec_.nodes.push_back({path, node.data, node.acl, node.stat});
    if (path != "/zookeeper/config")
        newest_ = std::max({newest_, node.stat.czxid, node.stat.mzxid, node.stat.pzxid});
    std::vector<std::string> names = model_.children_of(path);
    random_.shuffle(names);
    for (const std::string& name : names)
        pending_.push_back(path + "/" + name);
}

std::string SnapshotInWriting::bytes(const std::optional<test::SnapshotFileWriter::Digest>& digest,
                                     bool with_last_zxid) const {
    std::string all;
    test::SnapshotFileWriter writer([&](std::string_view piece) { all += piece; });
    writer.begin(spec_.sessions, spec_.acls);
    for (const test::NodeSpec& node : spec_.nodes)
        writer.node(node.path, node.data, node.acl, node.stat);
    writer.finish(digest, with_last_zxid && digest ? std::optional(digest->zxid) : std::nullopt);
    return all;
}

std::string gzip(const std::string& bytes) {
    z_stream stream{};
    constexpr int gzip_window = 15 + 16;
    if (deflateInit2(&stream, 1, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("deflateInit2 failed");
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    std::string in = bytes;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END)
        throw std::runtime_error("deflate failed");
    return out;
}

} // namespace keeperfs::property
