#include "property/model.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <stdexcept>

namespace keeperfs::property {

namespace {

constexpr std::int32_t no_node = -101, bad_version = -103, no_children_for_ephemerals = -108,
                       node_exists = -110, not_empty = -111, runtime_inconsistency = -2;
const std::string quota_root = "/zookeeper/quota";

std::int32_t next(std::int32_t counter) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(counter) + 1);
}

bool is_create(std::int32_t kind) {
    return kind == type::create || kind == type::create2 || kind == type::create_container ||
           kind == type::create_ttl;
}
bool is_removal(std::int32_t kind) { return kind == type::remove || kind == type::delete_container; }

std::int64_t size_of(const Data& data) { return data ? static_cast<std::int64_t>(data->size()) : 0; }

/// The path of which `path` is the quota's node `leaf`; nullopt when it is none.
std::optional<std::string> quota_of(const std::string& path, const std::string& leaf) {
    const std::string parent = path.empty() ? path : parent_of(path);
    if (!parent.starts_with(quota_root + "/") || path != parent + "/" + leaf)
        return std::nullopt;
    return parent.substr(quota_root.size());
}

std::string big_endian(std::int64_t value, int bytes) {
    std::string text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        text += static_cast<char>((value >> shift) & 0xff);
    return text;
}

std::string with_question_marks(const std::string& utf8) {
    std::string text;
    for (const char c : utf8) {
        const bool continuation = (c & 0xc0) == 0x80;
        if (!continuation)
            text += c < 0 ? '?' : c;
    }
    return text;
}

std::uint32_t node_digest(const std::string& path, const Node& node) {
    const tree::Stat& s = node.stat;
    const std::string bytes = path + node.data.value_or("") + big_endian(s.czxid, 8) +
                              big_endian(s.mzxid, 8) + big_endian(s.pzxid, 8) + big_endian(s.ctime, 8) +
                              big_endian(s.mtime, 8) + big_endian(s.version, 4) + big_endian(s.cversion, 4) +
                              big_endian(s.aversion, 4) + big_endian(s.ephemeral_owner, 8);
    return static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

} // namespace

std::string parent_of(const std::string& path) { return path.substr(0, path.rfind('/')); }
std::string tree_path(const std::string& path) { return path == "/" ? "" : path; }
bool is_below(const std::string& path, const std::string& top) {
    return path == top || path.starts_with(top + "/");
}

Model::Model() {
    for (const char* path : {"", "/zookeeper", "/zookeeper/quota", "/zookeeper/config"})
        nodes[path] = {.data = "", .acl = -1, .stat = {}, .ephemeral = false};
    Node& config = nodes["/zookeeper/config"];
    config.acl = acl_number(tree::AclList{{1, "world", "anyone"}});
    config.stat.aversion = -1;
}

std::vector<std::string> Model::children_of(const std::string& path) const {
    std::vector<std::string> names;
    for (const auto& [other, node] : nodes)
        if (!other.empty() && parent_of(other) == path)
            names.push_back(other.substr(path.size() + 1));
    return names;
}

const tree::AclList& Model::acl_of(const Node& node) const {
    static const tree::AclList open{{31, "world", "anyone"}};
    return node.acl == -1 ? open : acl_table.at(node.acl);
}

std::int64_t Model::acl_number(const AclOrNull& list) {
    if (!list)
        return -1;
    for (const auto& [number, known] : acl_table)
        if (known == *list)
            return number;
    acl_table[next_acl_number_] = *list;
    return next_acl_number_++;
}

/// A server counts the uses of each list; one that comes back later gets another number.
void Model::forget_unused_acls() {
    std::set<std::int64_t> used;
    for (const auto& [path, node] : nodes)
        used.insert(node.acl);
    std::erase_if(acl_table, [&](const auto& entry) { return !used.contains(entry.first); });
}

std::uint64_t Model::digest() const {
    std::uint64_t sum = 0;
    for (const auto& [path, node] : nodes)
        if (!path.starts_with("/zookeeper/"))
            sum += node_digest(ascii_paths ? with_question_marks(path) : path, node);
    return sum;
}

std::int32_t Model::error_of(const Change& request) const {
    const std::string path = tree_path(request.path);
    const auto found = nodes.find(path);
    if (is_create(request.type)) {
        const auto parent = nodes.find(parent_of(path));
        if (parent == nodes.end())
            return no_node;
        if (parent->second.ephemeral)
            return no_children_for_ephemerals;
        return found == nodes.end() ? 0 : node_exists;
    }
    if (found == nodes.end())
        return no_node;
    const tree::Stat& stat = found->second.stat;
    const std::int32_t present = request.type == type::set_acl ? stat.aversion : stat.version;
    if (request.version != any_version && request.version != present)
        return bad_version;
    return is_removal(request.type) && !children_of(path).empty() ? not_empty : 0;
}

Txn Model::execute(std::int64_t zxid, std::int64_t session, std::int64_t time_ms,
                   std::vector<Change> requests, bool multi, const Pause& pause) {
    Txn txn{.zxid = zxid,
            .session = session,
            .time_ms = time_ms,
            .type = multi ? type::multi : requests[0].type,
            .changes = {},
            .timeout_ms = 0,
            .closed_paths = {},
            .digest = {}};
    Model trial = *this;
    bool failed = false;
    for (const Change& request : requests) {
        // The name of a sequential node is made before the checks.
        Change change = request;
        if (const auto parent = trial.nodes.find(parent_of(change.path));
            change.sequential && parent != trial.nodes.end())
            change.path += fmt::format("{:010}", parent->second.stat.cversion);
        const std::int32_t error = failed ? runtime_inconsistency : trial.error_of(change);
        failed = failed || error != 0;
        if (failed) {
            change = {};
            change.type = type::error;
            change.error = error;
        } else {
            change = trial.perform(change, zxid, session, time_ms);
        }
        txn.changes.push_back(change);
    }
    last_zxid = zxid;
    if (failed) {
        if (!multi)
            txn.type = type::error;
        return txn;
    }
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (i > 0)
            pause();
        Change request = requests[i];
        request.path = txn.changes[i].path;
        perform(request, zxid, session, time_ms);
    }
    forget_unused_acls();
    return txn;
}

Change Model::perform(Change request, std::int64_t zxid, std::int64_t session, std::int64_t time_ms) {
    const std::string path = tree_path(request.path);
    if (is_create(request.type)) {
        create(request, zxid, session, time_ms);
    } else if (is_removal(request.type)) {
        remove(path, zxid);
    } else if (request.type == type::set_data || request.type == type::reconfig) {
        Node& node = nodes.at(path);
        const std::int64_t grown = size_of(request.data) - size_of(node.data);
        node.data = request.data;
        request.version = request.type == type::reconfig ? -1 : next(node.stat.version);
        node.stat.version = request.version;
        node.stat.mzxid = zxid;
        node.stat.mtime = time_ms;
        count(path, 0, grown);
    } else if (request.type == type::set_acl) {
        Node& node = nodes.at(path);
        node.acl = acl_number(request.acl);
        request.version = next(node.stat.aversion);
        node.stat.aversion = request.version;
    }
    return request;
}

void Model::create(Change& change, std::int64_t zxid, std::int64_t session, std::int64_t time_ms) {
    Node& parent = nodes.at(parent_of(change.path));
    const std::int32_t cversion = next(parent.stat.cversion);
    // A counter that wraps around stays where it was (3.6 on).
    if (cversion > parent.stat.cversion) {
        parent.stat.cversion = cversion;
        parent.stat.pzxid = zxid;
    }
    change.parent_cversion = cversion;

    Node node;
    node.data = change.data;
    node.acl = acl_number(change.acl);
    node.ephemeral = change.ephemeral;
    node.stat.czxid = node.stat.mzxid = node.stat.pzxid = zxid;
    node.stat.ctime = node.stat.mtime = time_ms;
    if (change.type == type::create_container)
        node.stat.ephemeral_owner = INT64_MIN;
    else if (change.type == type::create_ttl)
        node.stat.ephemeral_owner = static_cast<std::int64_t>(0xff00'0000'0000'0000) | change.ttl_ms;
    else if (change.ephemeral)
        node.stat.ephemeral_owner = session;
    nodes[change.path] = node;

    if (const auto target = quota_of(change.path, "zookeeper_limits"))
        quotas_.insert(*target);
    if (const auto target = quota_of(change.path, "zookeeper_stats"))
        recount(*target);
    count(change.path, 1, size_of(change.data));
}

void Model::remove(const std::string& path, std::int64_t zxid) {
    const std::int64_t bytes = size_of(nodes.at(path).data);
    nodes.erase(path);
    tree::Stat& parent = nodes.at(parent_of(path)).stat;
    parent.pzxid = std::max(parent.pzxid, zxid);
    if (const auto target = quota_of(path, "zookeeper_limits"))
        quotas_.erase(*target);
    count(path, -1, -bytes);
}

void Model::recount(const std::string& target) {
    std::int64_t number = 0, bytes = 0;
    for (const auto& [path, node] : nodes)
        if (is_below(path, target)) {
            ++number;
            bytes += size_of(node.data);
        }
    nodes.at(quota_root + target + "/zookeeper_stats").data = fmt::format("count={},bytes={}", number, bytes);
}

/// Quotas in these histories do not lie in each other, so a server's running count is always a fresh one.
void Model::count(const std::string& path, std::int64_t nodes_more, std::int64_t bytes_more) {
    if (nodes_more == 0 && bytes_more == 0)
        return;
    for (const std::string& target : quotas_)
        if (is_below(path, target) && nodes.contains(quota_root + target + "/zookeeper_stats"))
            recount(target);
}

Txn Model::open_session(std::int64_t zxid, std::int64_t session, std::int64_t time_ms,
                        std::int32_t timeout_ms) {
    sessions[session] = timeout_ms;
    last_zxid = zxid;
    return {.zxid = zxid,
            .session = session,
            .time_ms = time_ms,
            .type = type::create_session,
            .changes = {},
            .timeout_ms = timeout_ms,
            .closed_paths = {},
            .digest = {}};
}

Txn Model::close_session(std::int64_t zxid, std::int64_t session, std::int64_t time_ms, bool with_paths,
                         const Pause& pause) {
    std::vector<std::string> own;
    for (const auto& [path, node] : nodes)
        if (node.ephemeral && node.stat.ephemeral_owner == session)
            own.push_back(path);
    sessions.erase(session);
    last_zxid = zxid;
    for (const std::string& path : own) {
        pause();
        remove(path, zxid);
    }
    forget_unused_acls();
    Txn txn{.zxid = zxid,
            .session = session,
            .time_ms = time_ms,
            .type = type::close_session,
            .changes = {},
            .timeout_ms = 0,
            .closed_paths = {},
            .digest = {}};
    if (with_paths)
        txn.closed_paths = own;
    return txn;
}

} // namespace keeperfs::property
