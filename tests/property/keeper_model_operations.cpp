// What each operation does to the model.
#include "property/keeper_model.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::property {

using keeper::OpNum;
using test::OwnedOperation;

namespace {

constexpr std::int64_t longest_ttl = (std::int64_t{1} << 56) - 1;

bool is_wanted(std::int64_t wanted, std::int64_t found) { return wanted == -1 || wanted == found; }

} // namespace

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

bool KeeperModel::stores_anyone(const tree::Acl& acl) const {
    if (family_ == keeper::RuleFamily::year25)
        return acl.permissions != tree::permission::all;
    return family_ == keeper::RuleFamily::year26;
}

std::optional<tree::AclList> KeeperModel::stored(const tree::AclList& sent) const {
    tree::AclList list;
    bool is_valid = sent.empty();
    for (const tree::Acl& acl : sent) {
        if (acl.scheme == "digest" && !has_one_colon(acl.id))
            return std::nullopt;
        if (acl.scheme == "digest" || (is_anyone(acl) && stores_anyone(acl)))
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
