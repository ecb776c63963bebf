#include "keeperfs/zookeeper/txn.h"

#include "base/jute.h"
#include "zookeeper/txn_decoder.h"

#include "keeperfs/zookeeper/snapshot_format.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::zookeeper {

namespace {

struct TypeName {
    TxnType type;
    const char* name;
};
constexpr TypeName type_names[] = {
    {TxnType::close_session, "closeSession"},
    {TxnType::create_session, "createSession"},
    {TxnType::error, "error"},
    {TxnType::create, "create"},
    {TxnType::remove, "delete"},
    {TxnType::set_data, "setData"},
    {TxnType::set_acl, "setACL"},
    {TxnType::check, "check"},
    {TxnType::multi, "multi"},
    {TxnType::create2, "create2"},
    {TxnType::reconfig, "reconfig"},
    {TxnType::create_container, "createContainer"},
    {TxnType::delete_container, "deleteContainer"},
    {TxnType::create_ttl, "createTTL"},
};

} // namespace

std::string name_of(TxnType type) {
    const auto* found = std::ranges::find(type_names, type, &TypeName::type);
    return found != std::end(type_names) ? found->name
                                         : fmt::format("type {}", static_cast<std::int32_t>(type));
}

bool is_record_type(std::int32_t type) noexcept {
    const auto* found = std::ranges::find(type_names, TxnType{type}, &TypeName::type);
    return found != std::end(type_names) && found->type != TxnType::check;
}

bool Transaction::failed() const noexcept {
    return std::ranges::any_of(operations, [](const Operation& op) { return op.type == TxnType::error; });
}

tree::AclList decode_acl(Bytes encoded) {
    if (encoded.empty())
        return {{tree::permission::all, "world", "anyone"}};
    jute::Cursor cursor(encoded, 0);
    tree::AclList list;
    const std::int32_t count = cursor.count("number of entries of an ACL", snapshot_format::least_acl_bytes);
    for (std::int32_t i = 0; i < count && cursor.ok(); ++i) {
        const std::int32_t permissions = cursor.int32("permissions of an ACL");
        const Bytes scheme = cursor.text("scheme of an ACL");
        const Bytes id = cursor.text("id of an ACL");
        list.push_back({permissions, std::string(as_text(scheme)), std::string(as_text(id))});
    }
    if (!cursor.ok())
        throw cursor.error();
    return list;
}

std::string encode_acl(const tree::AclList& list) {
    std::string out;
    const auto put_text = [&out](const std::string& text) {
        append_be(out, static_cast<std::int32_t>(text.size()));
        out += text;
    };
    append_be(out, static_cast<std::int32_t>(list.size()));
    for (const tree::Acl& acl : list) {
        append_be(out, acl.permissions);
        put_text(acl.scheme);
        put_text(acl.id);
    }
    return out;
}

} // namespace keeperfs::zookeeper
