#include "property/keeper_model.h"

#include "base/sha1.h"
#include "base/siphash.h"

#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::property {

using keeper::OpNum;
using test::OwnedOperation;

namespace {

constexpr std::int64_t session_of_ttl = -2, session_of_containers = -3;
constexpr std::int64_t longest_ttl = (std::int64_t{1} << 56) - 1;

bool is_anyone(const tree::Acl& acl) { return acl.scheme == "world" && acl.id == "anyone"; }
bool has_one_colon(const std::string& text) { return std::ranges::count(text, ':') == 1; }
bool is_wanted(std::int64_t wanted, std::int64_t found) { return wanted == -1 || wanted == found; }

bool is_create(OpNum op) {
    return op == OpNum::create || op == OpNum::create2 || op == OpNum::create_if_not_exists ||
           op == OpNum::create_container || op == OpNum::create_ttl;
}

std::uint64_t hash_of(const std::string& path, const KeeperNode& node, std::int32_t children, int version) {
    const bool is_old = version <= 2;
    std::string bytes = path + node.data;
    for (int i = 0; i < (is_old ? 2 : 1); ++i)
        append_le(bytes, node.czxid);
    for (const std::int64_t field : {node.mzxid, node.ctime, node.mtime})
        append_le(bytes, field);
    for (const std::int32_t field : {node.version, node.cversion, node.aversion})
        append_le(bytes, field);
    append_le(bytes, node.is_container ? INT64_MIN : node.session);
    if (is_old)
        append_le(bytes, static_cast<std::int32_t>(node.data.size()));
    append_le(bytes, children);
    append_le(bytes, node.pzxid);
    if (version == 5)
        append_le(bytes, static_cast<std::uint8_t>(node.ttl_ms.has_value()));
    if (version == 5 && node.ttl_ms)
        append_le(bytes, *node.ttl_ms);
    SipHash hash;
    hash.update(as_bytes(bytes));
    return hash.digest() == 0 && !is_old ? 1 : hash.digest();
}

} // namespace

std::string keeper_parent(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::string keeper_digest_id(const std::string& credentials) {
    return credentials.substr(0, credentials.find(':') + 1) + base64(sha1(as_bytes(credentials)));
}

KeeperModel::KeeperModel(keeper::RuleFamily family, std::string superuser)
    : family_(family), superuser_(std::move(superuser)) {
    nodes["/"] = {};
    nodes["/keeper"] = {};
}

std::int32_t KeeperModel::children_of(const std::string& path) const {
    std::int32_t children = 0;
    for (const auto& [other, node] : nodes)
        children += other != "/" && keeper_parent(other) == path ? 1 : 0;
    return children;
}

std::uint64_t KeeperModel::digest(int version) const {
    std::uint64_t sum = 0;
    for (const auto& [path, node] : nodes)
        sum += hash_of(path, node, children_of(path), version);
    return sum;
}

bool KeeperModel::apply(const SentRequest& request) {
    if (request.operation.operation.op == OpNum::session_id) {
        sessions[next_session++] = request.operation.operation.timeout_ms;
        return true;
    }
    zxid = request.zxid;
    const std::map<std::string, KeeperNode> before = nodes;
    request_ = &request;
    const bool is_done = execute(request);
    request_ = nullptr;
    if (!is_done)
        nodes = before;
    return is_done;
}

bool KeeperModel::execute(const SentRequest& request) {
    switch (request.operation.operation.op) {
    case OpNum::close:
        close_session();
        return true;
    case OpNum::auth:
        return authenticate(request.operation);
    case OpNum::multi:
        return run_multi(request);
    default:
        return is_permitted(request.operation) && run(request.operation);
    }
}

bool KeeperModel::run_multi(const SentRequest& request) {
    // The old servers look at all permissions before they begin.
    for (const OwnedOperation& part : request.parts)
        if (!is_new() && !is_permitted(part))
            return false;
    for (const OwnedOperation& part : request.parts)
        if ((is_new() && !is_permitted(part)) || !run(part))
            return false;
    return true;
}

bool KeeperModel::run(const OwnedOperation& operation) {
    const OpNum op = operation.operation.op;
    if (is_create(op))
        return create(operation);
    switch (op) {
    case OpNum::remove:
        return remove(operation);
    case OpNum::try_remove:
        return try_remove(operation);
    case OpNum::remove_recursive:
        return remove_recursive(operation);
    case OpNum::set:
        return set(operation);
    case OpNum::set_acl:
        return set_acl(operation);
    case OpNum::check:
    case OpNum::check_not_exists:
    case OpNum::check_stat:
        return check(operation);
    default:
        return true;
    }
}

bool KeeperModel::has_permission(const std::string& path, std::int32_t bit) const {
    const auto node = nodes.find(path);
    if (node == nodes.end() || node->second.acl.empty())
        return true;
    const auto found = authentications.find(request_->session);
    const std::vector<Authentication> who =
        found == authentications.end() ? std::vector<Authentication>() : found->second;
    const auto is_proven = [&](const std::string& scheme, const std::string& id) {
        return std::ranges::find(who, Authentication(scheme, id)) != who.end();
    };
    if (is_proven("super", ""))
        return true;
    return std::ranges::any_of(node->second.acl, [&](const tree::Acl& acl) {
        return (acl.permissions & bit) != 0 && (is_anyone(acl) || is_proven(acl.scheme, acl.id));
    });
}

bool KeeperModel::is_permitted(const OwnedOperation& operation) const {
    const OpNum op = operation.operation.op;
    const bool is_servers = request_->session == session_of_ttl || request_->session == session_of_containers;
    if (is_create(op))
        return has_permission(keeper_parent(operation.path), tree::permission::create);
    switch (op) {
    case OpNum::try_remove:
        return is_servers || has_permission(keeper_parent(operation.path), tree::permission::remove);
    case OpNum::remove:
        return has_permission(keeper_parent(operation.path), tree::permission::remove);
    case OpNum::remove_recursive: {
        const std::vector<std::string> all = subtree(operation.path);
        return has_permission(keeper_parent(operation.path), tree::permission::remove) &&
               (!is_new() || std::ranges::all_of(all, [&](const std::string& path) {
                   return has_permission(path, tree::permission::remove);
               }));
    }
    case OpNum::set:
        return has_permission(operation.path, tree::permission::write);
    case OpNum::set_acl:
        return has_permission(operation.path, tree::permission::admin);
    case OpNum::check:
    case OpNum::check_not_exists:
    case OpNum::check_stat:
        return has_permission(operation.path, tree::permission::read);
    default:
        return true;
    }
}

bool KeeperModel::authenticate(const OwnedOperation& operation) {
    if (operation.operation.acl_scheme != "digest" || !has_one_colon(operation.data))
        return false;
    Authentication proven("digest", keeper_digest_id(operation.data));
    if (!superuser_.empty() && proven.second == superuser_)
        proven = {"super", ""};
    std::vector<Authentication>& all = authentications[request_->session];
    if (std::ranges::find(all, proven) == all.end())
        all.push_back(proven);
    return true;
}

void KeeperModel::close_session() {
    std::vector<std::string> its_nodes;
    for (const auto& [path, node] : nodes)
        if (node.session == request_->session && node.session != 0)
            its_nodes.push_back(path);
    for (const std::string& path : its_nodes)
        take_out(path);
    sessions.erase(request_->session);
    authentications.erase(request_->session);
}

bool KeeperModel::is_systems(const std::string& path) const {
    return path == "/keeper" || path.starts_with(is_new() ? "/keeper/" : "/keeper");
}

std::vector<std::string> KeeperModel::subtree(const std::string& top) const {
    std::vector<std::string> paths;
    for (const auto& [path, node] : nodes)
        if (path == top || path.starts_with(top == "/" ? top : top + "/"))
            paths.push_back(path);
    return paths;
}

std::optional<tree::AclList> KeeperModel::stored(const tree::AclList& sent) const {
    tree::AclList list;
    bool is_valid = sent.empty();
    for (const tree::Acl& acl : sent) {
        if (acl.scheme == "digest" && !has_one_colon(acl.id))
            return std::nullopt;
        if (acl.scheme == "digest" || (is_anyone(acl) && is_new()))
            list.push_back(acl);
        is_valid = is_valid || is_anyone(acl) || acl.scheme == "digest";
        const auto who = authentications.find(request_->session);
        if (acl.scheme != "auth" || who == authentications.end())
            continue;
        for (const auto& [scheme, id] : who->second) {
            list.push_back({acl.permissions, scheme, id});
            is_valid = true;
        }
    }
    const bool is_open = std::ranges::all_of(list, [](const tree::Acl& acl) {
        return is_anyone(acl) && acl.permissions == tree::permission::all;
    });
    if (!is_valid)
        return std::nullopt;
    return is_open ? tree::AclList() : list;
}

bool KeeperModel::create(const OwnedOperation& operation) {
    const keeper::RequestOperation& sent = operation.operation;
    const auto parent = nodes.find(keeper_parent(operation.path));
    if (parent == nodes.end() || parent->second.session != 0 || parent->second.ttl_ms)
        return false;
    std::string path = operation.path;
    if (sent.sequential && sent.op == OpNum::create_if_not_exists)
        return false;
    if (sent.sequential)
        path += fmt::format("{:010}", parent->second.next_number);
    if (is_systems(path))
        return false;
    if (nodes.contains(path))
        return sent.op == OpNum::create_if_not_exists;
    if (path.ends_with('/'))
        return false;
    const bool has_ttl = sent.op == OpNum::create_ttl;
    if (has_ttl && (sent.ttl_ms < 1 || sent.ttl_ms > longest_ttl || sent.ephemeral))
        return false;
    const auto acl = stored(sent.acl);
    if (!acl)
        return false;
    KeeperNode& above = parent->second;
    ++above.next_number;
    ++above.cversion;
    above.pzxid = std::max(above.pzxid, request_->zxid);
    KeeperNode& made = nodes[path];
    made.data = operation.data;
    made.acl = *acl;
    made.czxid = made.mzxid = made.pzxid = request_->zxid;
    made.ctime = made.mtime = request_->time_ms;
    made.session = sent.ephemeral ? request_->session : 0;
    made.is_container = sent.op == OpNum::create_container;
    made.is_sequential = sent.sequential && !is_new();
    if (has_ttl)
        made.ttl_ms = sent.ttl_ms;
    return true;
}

void KeeperModel::take_out(const std::string& path) {
    for (const std::string& below : subtree(path))
        nodes.erase(below);
    ++nodes.at(keeper_parent(path)).cversion;
}

bool KeeperModel::remove(const OwnedOperation& operation) {
    const auto node = nodes.find(operation.path);
    if (operation.path == "/" || is_systems(operation.path) || node == nodes.end() ||
        !is_wanted(operation.operation.version, node->second.version) || children_of(operation.path) > 0)
        return false;
    take_out(operation.path);
    return true;
}

bool KeeperModel::try_remove(const OwnedOperation& operation) {
    if (is_systems(operation.path))
        return false;
    const auto node = nodes.find(operation.path);
    const bool is_there = node != nodes.end();
    if (request_->session == session_of_ttl &&
        (!is_there || !node->second.ttl_ms || request_->time_ms < node->second.mtime + *node->second.ttl_ms))
        return true;
    if (request_->session == session_of_containers && (!is_there || !node->second.is_container))
        return true;
    remove(operation);
    return true;
}

bool KeeperModel::remove_recursive(const OwnedOperation& operation) {
    if (operation.path == "/" || is_systems(operation.path))
        return false;
    const std::vector<std::string> all = subtree(operation.path);
    if (all.empty())
        return true;
    if (all.size() > operation.operation.limit)
        return false;
    take_out(operation.path);
    return true;
}

bool KeeperModel::set(const OwnedOperation& operation) {
    const auto found = nodes.find(operation.path);
    if (is_systems(operation.path) || found == nodes.end() ||
        !is_wanted(operation.operation.version, found->second.version))
        return false;
    KeeperNode& node = found->second;
    ++node.version;
    node.mzxid = request_->zxid;
    node.mtime = request_->time_ms;
    node.data = operation.data;
    if (operation.path != "/" || !is_new())
        ++nodes.at(keeper_parent(operation.path)).cversion;
    return true;
}

bool KeeperModel::set_acl(const OwnedOperation& operation) {
    const auto found = nodes.find(operation.path);
    if (is_systems(operation.path) || found == nodes.end() ||
        !is_wanted(operation.operation.version, found->second.aversion))
        return false;
    const auto acl = stored(operation.operation.acl);
    if (!acl)
        return false;
    ++found->second.aversion;
    found->second.acl = *acl;
    return true;
}

bool KeeperModel::check(const OwnedOperation& operation) const {
    const keeper::RequestOperation& sent = operation.operation;
    if (is_new() && is_systems(operation.path))
        return false;
    const auto found = nodes.find(operation.path);
    const bool is_there = found != nodes.end();
    const bool has_version = is_there && is_wanted(sent.version, found->second.version);
    if (sent.op == OpNum::check_not_exists)
        return !has_version;
    if (!has_version || sent.op == OpNum::check)
        return has_version;
    const KeeperNode& node = found->second;
    const keeper::ExpectedStat& wanted = sent.expected;
    return is_wanted(wanted.czxid, node.czxid) && is_wanted(wanted.mzxid, node.mzxid) &&
           is_wanted(wanted.pzxid, node.pzxid) && is_wanted(wanted.ctime, node.ctime) &&
           is_wanted(wanted.mtime, node.mtime) && is_wanted(wanted.version, node.version) &&
           is_wanted(wanted.cversion, node.cversion) && is_wanted(wanted.aversion, node.aversion) &&
           is_wanted(wanted.data_length, static_cast<std::int64_t>(node.data.size())) &&
           is_wanted(wanted.num_children, children_of(operation.path)) &&
           is_wanted(wanted.ephemeral_owner, node.is_container ? INT64_MIN : node.session);
}

} // namespace keeperfs::property
