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

} // namespace keeperfs::property
