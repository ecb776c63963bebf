#include "diff_values.h"

#include "keeperfs/base/text.h"

#include <fmt/format.h>

using namespace keeperfs;
using compare::Field;
using compare::KeptNode;

namespace {

enum class Form : std::uint8_t { number, id, time, flag, ttl, data, acl };

Form form_of(Field field) {
    switch (field) {
    case Field::data:
        return Form::data;
    case Field::acl:
        return Form::acl;
    case Field::czxid:
    case Field::mzxid:
    case Field::pzxid:
    case Field::ephemeral_owner:
        return Form::id;
    case Field::ctime:
    case Field::mtime:
        return Form::time;
    case Field::null_data:
    case Field::container:
        return Form::flag;
    case Field::ttl_ms:
        return Form::ttl;
    default:
        return Form::number;
    }
}

std::string data_text(const KeptNode& node) {
    constexpr std::size_t most_shown = 24;
    const std::string_view head = std::string_view(node.data_head).substr(0, most_shown);
    return fmt::format("{} \"{}\"{}", counted(node.data_bytes, "byte", "bytes"), escaped(head),
                       head.size() < node.data_bytes ? "..." : "");
}

std::string acl_text(const KeptNode& node) {
    if (node.acl == nullptr || node.acl->is_unknown)
        return "unknown";
    if (node.acl->list.empty())
        return "open";
    std::string text;
    for (const tree::Acl& acl : node.acl->list)
        text += fmt::format("{}{}:{}:{}", text.empty() ? "" : ",", escaped(acl.scheme), escaped(acl.id),
                            tree::permission_text(acl.permissions));
    return text;
}

void add_data(JsonWriter& json, const KeptNode& node) {
    json.begin_object()
        .member("length", node.data_bytes)
        .member("head_b64", base64(as_bytes(node.data_head)))
        .end_object();
}

void add_acl(JsonWriter& json, const KeptNode& node) {
    if (node.acl == nullptr || node.acl->is_unknown) {
        json.null();
        return;
    }
    json.begin_array();
    for (const tree::Acl& acl : node.acl->list)
        json.begin_array().integer(acl.permissions).text(acl.scheme).text(acl.id).end_array();
    json.end_array();
}

} // namespace

std::string field_text(const KeptNode& node, Field field) {
    switch (form_of(field)) {
    case Form::data:
        return data_text(node);
    case Form::acl:
        return acl_text(node);
    case Form::id:
        return hex(node[field]);
    case Form::time:
        return time_text(node.number(field));
    case Form::flag:
        return node[field] != 0 ? "yes" : "no";
    case Form::ttl:
        return node.has_ttl() ? fmt::format("{}", node.number(field)) : "none";
    case Form::number:
        break;
    }
    return fmt::format("{}", node.number(field));
}

void add_field(JsonWriter& json, const KeptNode& node, Field field) {
    switch (form_of(field)) {
    case Form::data:
        return add_data(json, node);
    case Form::acl:
        return add_acl(json, node);
    case Form::id:
        json.text(hex(node[field]));
        return;
    case Form::time:
        json.text(time_text(node.number(field)));
        return;
    case Form::flag:
        json.boolean(node[field] != 0);
        return;
    case Form::ttl:
        if (node.has_ttl())
            json.integer(node.number(field));
        else
            json.null();
        return;
    case Form::number:
        json.integer(node.number(field));
        return;
    }
}
