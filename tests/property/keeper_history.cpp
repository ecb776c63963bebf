#include "property/keeper_history.h"

#include "support/keeper_records.h"

namespace keeperfs::property {

using keeper::OpNum;
using test::Jute;
using test::OwnedOperation;

namespace {

constexpr std::int64_t nobodys_session = 99, internal_session = -1;
constexpr std::int32_t ephemeral_flag = 1, sequential_flag = 2, container_flag = 4, ttl_flag = 5,
                       sequential_ttl_flag = 6;

std::int32_t flags_of(const keeper::RequestOperation& operation) {
    if (operation.op == OpNum::create_container)
        return container_flag;
    if (operation.op == OpNum::create_ttl)
        return operation.sequential ? sequential_ttl_flag : ttl_flag;
    return (operation.ephemeral ? ephemeral_flag : 0) | (operation.sequential ? sequential_flag : 0);
}

void append(Jute& body, const tree::AclList& list) {
    body.int32(static_cast<std::int32_t>(list.size()));
    for (const tree::Acl& acl : list)
        body.int32(acl.permissions).text(acl.scheme).text(acl.id);
}

std::string body_of(const OwnedOperation& operation) {
    const keeper::RequestOperation& sent = operation.operation;
    Jute body;
    switch (sent.op) {
    case OpNum::close:
    case OpNum::heartbeat:
        break;
    case OpNum::session_id:
        body.int64(sent.internal_id).int64(sent.timeout_ms).int32(sent.server_id);
        break;
    case OpNum::auth:
        body.int32(0).text(sent.acl_scheme).text(operation.data);
        break;
    case OpNum::set:
        body.text(operation.path).text(operation.data).int32(sent.version);
        break;
    case OpNum::set_acl:
        body.text(operation.path);
        append(body, sent.acl);
        body.int32(sent.version);
        break;
    case OpNum::sync:
        body.text(operation.path);
        break;
    case OpNum::get:
        body.text(operation.path).byte(0);
        break;
    case OpNum::remove:
    case OpNum::try_remove:
    case OpNum::check:
    case OpNum::check_not_exists:
        body.text(operation.path).int32(sent.version);
        break;
    case OpNum::remove_recursive:
        body.text(operation.path).int32(static_cast<std::int32_t>(sent.limit));
        break;
    case OpNum::check_stat: {
        const keeper::ExpectedStat& stat = sent.expected;
        body.text(operation.path).int32(sent.version);
        body.int64(stat.czxid).int64(stat.mzxid).int64(stat.ctime).int64(stat.mtime);
        body.int32(stat.version).int32(stat.cversion).int32(stat.aversion).int64(stat.ephemeral_owner);
        body.int32(stat.data_length).int32(stat.num_children).int64(stat.pzxid);
        break;
    }
    default: // create and its kin
        body.text(operation.path).text(operation.data);
        append(body, sent.acl);
        body.int32(flags_of(sent));
        if (sent.op == OpNum::create_ttl)
            body.int64(sent.ttl_ms);
    }
    return body.bytes();
}

std::string multi_body(const std::vector<OwnedOperation>& parts) {
    Jute body;
    for (const OwnedOperation& part : parts)
        body.int32(static_cast<std::int32_t>(part.operation.op)).byte(0).int32(-1).raw(body_of(part));
    return body.int32(-1).byte(1).int32(-1).bytes();
}

} // namespace

std::string encoded(const SentRequest& request, const RecordForm& form) {
    const OpNum op = request.operation.operation.op;
    std::string behind;
    append_le(behind, request.time_ms);
    append_le(behind, request.zxid);
    append_le(behind, static_cast<std::uint8_t>(form.digest_version));
    if (form.digest_version != 0 || form.has_64bit_xid)
        append_le(behind, form.digest);
    if (form.has_64bit_xid) {
        append_be(behind, std::int32_t{0});
        behind += form.tracing;
    }
    return test::request_blob(request.session, 1, op,
                              op == OpNum::multi ? multi_body(request.parts) : body_of(request.operation),
                              behind);
}

SentRequest KeeperHistory::next() {
    SentRequest request;
    request.session = some_session();
    time_ms_ += random_.between(0, 900);
    const std::uint64_t choice = random_.below(100);
    if (model_.sessions.empty() || choice < 4) {
        request.session = internal_session;
        request.operation = test::op(OpNum::session_id, "");
        request.operation.operation.timeout_ms = random_.between(1, 60'000);
    } else if (choice < 7) {
        request.operation = test::op(OpNum::close, "");
    } else if (choice < 12 && request.session != nobodys_session) {
        // What a session that is not there has proven is in no snapshot.
        request.operation = test::op(OpNum::auth, "", random_.pick(keeper_credentials));
        if (random_.chance(15))
            request.operation.data = random_.chance(50) ? "nobody" : "a:b:c";
        request.operation.operation.acl_scheme = random_.chance(90) ? "digest" : "ip";
    } else if (choice < 30) {
        request.operation = test::op(OpNum::multi, "");
        for (std::uint64_t parts = random_.below(6); parts > 0; --parts)
            request.parts.push_back(some_operation(true));
    } else if (choice < 36 && model_.is_new()) {
        request = some_removal_of_its_own();
    } else {
        request.operation = some_operation(false);
    }
    request.zxid = model_.zxid + 1;
    request.time_ms = time_ms_;
    return request;
}

std::int64_t KeeperHistory::some_session() {
    if (model_.sessions.empty() || random_.chance(2))
        return nobodys_session;
    return std::next(model_.sessions.begin(),
                     static_cast<std::ptrdiff_t>(random_.below(model_.sessions.size())))
        ->first;
}

std::string KeeperHistory::some_path() {
    if (random_.chance(15))
        return some_new_path();
    return std::next(model_.nodes.begin(), static_cast<std::ptrdiff_t>(random_.below(model_.nodes.size())))
        ->first;
}

std::string KeeperHistory::some_new_path() {
    static const std::vector<std::string> names = {"a", "b", "c", "keeperfoo", "", "d e", "\xff\x01"};
    const std::string parent = random_.chance(90) ? some_path() : "/nowhere";
    return (parent == "/" ? "" : parent) + "/" + random_.pick(names);
}

tree::AclList KeeperHistory::some_acl() {
    tree::AclList list;
    if (random_.chance(60))
        return random_.chance(50) ? tree::AclList{{31, "world", "anyone"}} : list;
    const std::vector<tree::Acl> entries = {
        {0, "world", "anyone"},  {0, "auth", ""},    {0, "digest", keeper_digest_id("ann:1")},
        {0, "ip", "10.0.0.0/8"}, {0, "digest", "x"}, {0, "digest", keeper_digest_id("bob:2")}};
    for (std::uint64_t count = 1 + random_.below(3); count > 0; --count) {
        list.push_back(random_.pick(entries));
        list.back().permissions = random_.chance(60) ? 31 : static_cast<std::int32_t>(random_.below(32));
    }
    return list;
}

std::int32_t KeeperHistory::some_version(std::int32_t present) {
    return random_.chance(60)   ? -1
           : random_.chance(75) ? present
                                : static_cast<std::int32_t>(random_.below(4));
}

OwnedOperation KeeperHistory::some_create() {
    std::vector<OpNum> kinds = {OpNum::create, OpNum::create, OpNum::create};
    if (model_.is_new())
        kinds = {OpNum::create,           OpNum::create2,    OpNum::create_if_not_exists,
                 OpNum::create_container, OpNum::create_ttl, OpNum::create};
    OwnedOperation made = test::op(random_.pick(kinds), some_new_path(), std::string(random_.below(30), 'd'));
    keeper::RequestOperation& operation = made.operation;
    operation.acl = some_acl();
    const bool is_plain = operation.op != OpNum::create_container && operation.op != OpNum::create_ttl;
    operation.ephemeral = is_plain && random_.chance(20);
    operation.sequential = operation.op != OpNum::create_container && random_.chance(25);
    if (operation.op == OpNum::create_ttl)
        operation.ttl_ms = random_.chance(90) ? random_.between(1, 20'000) : random_.between(-1, 0);
    return made;
}

OwnedOperation KeeperHistory::some_check_stat() {
    OwnedOperation check = test::op(OpNum::check_stat, some_path());
    const auto found = model_.nodes.find(check.path);
    if (found == model_.nodes.end())
        return check;
    const KeeperNode& node = found->second;
    keeper::ExpectedStat& wanted = check.operation.expected;
    const auto expect = [&](auto& field, std::int64_t present) {
        if (random_.chance(40))
            field =
                static_cast<std::remove_reference_t<decltype(field)>>(present + (random_.chance(8) ? 1 : 0));
    };
    expect(wanted.czxid, node.czxid);
    expect(wanted.mzxid, node.mzxid);
    expect(wanted.pzxid, node.pzxid);
    expect(wanted.ctime, node.ctime);
    expect(wanted.mtime, node.mtime);
    expect(wanted.version, node.version);
    expect(wanted.cversion, node.cversion);
    expect(wanted.aversion, node.aversion);
    expect(wanted.data_length, static_cast<std::int64_t>(node.data.size()));
    expect(wanted.num_children, model_.children_of(check.path));
    if (!node.is_container)
        expect(wanted.ephemeral_owner, node.session);
    return check;
}

OwnedOperation KeeperHistory::some_operation(bool in_multi) {
    if (random_.chance(45))
        return some_create();
    std::vector<OpNum> kinds = {OpNum::set, OpNum::set, OpNum::remove, OpNum::remove, OpNum::check};
    if (!in_multi)
        kinds.insert(kinds.end(), {OpNum::set_acl, OpNum::heartbeat, OpNum::sync, OpNum::get});
    if (model_.is_new())
        kinds.insert(kinds.end(), {OpNum::check_not_exists, OpNum::check_stat, OpNum::try_remove,
                                   OpNum::remove_recursive});
    const OpNum kind = random_.pick(kinds);
    if (kind == OpNum::check_stat)
        return some_check_stat();
    OwnedOperation made = test::op(kind, some_path(), std::string(random_.below(20), 's'));
    const auto found = model_.nodes.find(made.path);
    const bool is_there = found != model_.nodes.end();
    made.operation.version = some_version(!is_there                ? 0
                                          : kind == OpNum::set_acl ? found->second.aversion
                                                                   : found->second.version);
    made.operation.limit = static_cast<std::uint32_t>(random_.below(8));
    if (kind == OpNum::set_acl)
        made.operation.acl = some_acl();
    return made;
}

SentRequest KeeperHistory::some_removal_of_its_own() {
    SentRequest request;
    std::vector<std::string> paths;
    request.session = random_.chance(50) ? -2 : -3;
    for (const auto& [path, node] : model_.nodes)
        if (request.session == -2 ? node.ttl_ms.has_value() : node.is_container)
            paths.push_back(path);
    request.operation =
        test::op(OpNum::try_remove, paths.empty() || random_.chance(10) ? "/a" : random_.pick(paths));
    return request;
}

} // namespace keeperfs::property
