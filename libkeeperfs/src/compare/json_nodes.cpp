#include "keeperfs/compare/json_nodes.h"

#include "base/base64.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/json_value.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

namespace keeperfs::compare {

namespace {

constexpr std::size_t most_line_bytes = std::size_t{1} << 31;
constexpr std::size_t most_distinct_acls = 100'000; ///< remembered; more are made again

Error wrong(std::string_view member, std::string_view wanted) {
    return {ErrorKind::bad_input, fmt::format("\"{}\" is not {}", member, wanted)};
}

const JsonValue* find_any(const JsonValue& object, std::string_view name, std::string_view other) {
    const JsonValue* const value = object.find(name);
    return value != nullptr || other.empty() ? value : object.find(other);
}

std::optional<std::int64_t> integer_of(const JsonValue& value) {
    if (const auto* const number = value.as<std::int64_t>())
        return *number;
    if (const auto* const number = value.as<std::uint64_t>()) // a session id, read as unsigned
        return static_cast<std::int64_t>(*number);
    if (const auto* const text = value.as<std::string>())
        return parse_session_id(*text);
    return std::nullopt;
}

std::optional<std::int64_t> time_of(const JsonValue& value) {
    const auto* const text = value.as<std::string>();
    if (text == nullptr)
        return integer_of(value);
    return parse_time(*text);
}

/// The members that are one number each.
class Numbers {
public:
    Numbers(const JsonValue& object, FieldSet& found) : object_(object), found_(found) {}

    void id(Field field, std::int64_t& to, std::string_view other = {}) {
        take(field, other, to, integer_of, "a number, or a text of 0x and hexadecimal digits");
    }
    void time(Field field, std::int64_t& to) {
        take(field, {}, to, time_of, "a time: RFC 3339, or milliseconds since 1970");
    }
    void count(Field field, std::int32_t& to, std::string_view other = {}) {
        std::int64_t wide = 0;
        take(field, other, wide, integer_of, "a whole number");
        if (wide < INT32_MIN || wide > INT32_MAX)
            throw wrong(name_of(field), "a number of 32 bits");
        to = static_cast<std::int32_t>(wide);
    }

private:
    const JsonValue& object_;
    FieldSet& found_;

    template <class F>
    void take(Field field, std::string_view other, std::int64_t& to, F parse, std::string_view wanted) {
        to = 0;
        const JsonValue* const value = find_any(object_, name_of(field), other);
        if (value == nullptr)
            return;
        const auto parsed = parse(*value);
        if (!parsed)
            throw wrong(name_of(field), wanted);
        to = *parsed;
        found_.add(field);
    }
};

std::string_view text_of(const JsonValue* value, std::string_view member) {
    const auto* const text = value == nullptr ? nullptr : value->as<std::string>();
    if (text == nullptr)
        throw wrong(member, "a text");
    return *text;
}

void decode_base64(std::string_view text, std::string_view member, std::string& to) {
    to.clear();
    if (!append_decoded_base64(to, text))
        throw wrong(member, "base64");
}

void take_path(const JsonValue& object, std::string& path) {
    if (const JsonValue* const exact = object.find("path_b64"))
        decode_base64(text_of(exact, "path_b64"), "path_b64", path);
    else
        path = text_of(object.find("path"), "path");
    if (!path.starts_with('/') || (path.size() > 1 && path.ends_with('/')) ||
        path.find("//") != std::string::npos)
        throw wrong("path", "a path: \"/\", or names that have one slash before them");
}

tree::Acl acl_of(const JsonValue& value) {
    const auto* const parts = value.as<JsonValue::Array>();
    const bool is_array = parts != nullptr && parts->size() == 3;
    const JsonValue* const permissions = is_array ? parts->data() : value.find("perms");
    const auto number = permissions == nullptr ? std::nullopt : integer_of(*permissions);
    if (!number || *number < INT32_MIN || *number > INT32_MAX)
        throw wrong("acl", "a list of permissions, scheme and id");
    return {static_cast<std::int32_t>(*number),
            std::string(text_of(is_array ? parts->data() + 1 : value.find("scheme"), "acl")),
            std::string(text_of(is_array ? parts->data() + 2 : value.find("id"), "acl"))};
}

tree::AclList acl_list_of(const JsonValue& value) {
    const auto* const entries = value.as<JsonValue::Array>();
    if (entries == nullptr)
        throw wrong("acl", "a list");
    tree::AclList list;
    for (const JsonValue& entry : *entries)
        list.push_back(acl_of(entry));
    return list;
}

void take_numbers(const JsonValue& object, Node& node, FieldSet& found) {
    Numbers numbers(object, found);
    numbers.id(Field::czxid, node.stat.czxid);
    numbers.id(Field::mzxid, node.stat.mzxid);
    numbers.id(Field::pzxid, node.stat.pzxid);
    numbers.time(Field::ctime, node.stat.ctime);
    numbers.time(Field::mtime, node.stat.mtime);
    numbers.count(Field::version, node.stat.version);
    numbers.count(Field::cversion, node.stat.cversion);
    numbers.count(Field::aversion, node.stat.aversion);
    numbers.id(Field::ephemeral_owner, node.stat.ephemeral_owner, "ephemeralOwner");
    numbers.count(Field::num_children, node.num_children, "numChildren");
    numbers.id(Field::seq_num, node.seq_num);
}

/// Clients are shown no owner for containers and TTL nodes; who writes "ttl_ms" knows them.
void take_special(const JsonValue& object, Node& node, FieldSet& found) {
    node.ttl_ms.reset();
    node.is_container = node.stat.ephemeral_owner == tree::container_owner;
    if (node.is_container)
        node.stat.ephemeral_owner = 0;
    const JsonValue* const ttl = object.find("ttl_ms");
    if (ttl == nullptr)
        return;
    found.add(Field::ttl_ms);
    found.add(Field::container);
    if (ttl->as<std::nullptr_t>() != nullptr)
        return;
    node.ttl_ms = integer_of(*ttl);
    if (!node.ttl_ms)
        throw wrong("ttl_ms", "a number or null");
}

} // namespace

JsonNodeReader::JsonNodeReader(io::Source& source) : window_(source) {}

std::optional<std::string_view> JsonNodeReader::next_line() {
    window_.consume(line_bytes_);
    line_bytes_ = 0;
    std::size_t wanted = 1, searched = 0;
    for (;;) {
        const std::string_view text = as_text(window_.want(wanted));
        const std::size_t end = text.find('\n', searched);
        if (end != std::string_view::npos || text.size() < wanted) {
            if (text.empty())
                return std::nullopt;
            ++line_;
            line_bytes_ = end == std::string_view::npos ? text.size() : end + 1;
            return text.substr(0, end);
        }
        if (text.size() > most_line_bytes)
            throw Error(ErrorKind::bad_input, "a line is longer than 2 GiB").at(window_.offset());
        searched = text.size();
        wanted = text.size() + 1;
    }
}

void JsonNodeReader::parse(std::string_view text, Node& node, FieldSet& found) {
    const auto object = parse_json(text);
    if (!object || object->as<JsonValue::Object>() == nullptr)
        throw Error(ErrorKind::bad_input, "the line is no JSON object");
    take_path(*object, path_);
    data_.clear();
    node.data_is_null = false;
    if (const JsonValue* const data = find_any(*object, "data_b64", "data")) {
        found.add(Field::data);
        found.add(Field::null_data);
        node.data_is_null = data->as<std::nullptr_t>() != nullptr;
        if (!node.data_is_null)
            decode_base64(text_of(data, "data_b64"), "data_b64", data_);
    }
    node.acl = nullptr;
    if (const JsonValue* const acl = object->find("acl")) {
        found.add(Field::acl);
        if (acls_.size() > most_distinct_acls)
            acls_.clear();
        if (acl->as<std::nullptr_t>() != nullptr) {
            node.acl = unknown_acl();
        } else {
            tree::AclList list = acl_list_of(*acl);
            std::shared_ptr<const NodeAcl>& known = acls_[list];
            if (known == nullptr)
                known = make_acl(std::move(list));
            node.acl = known;
        }
    }
    take_numbers(*object, node, found);
    take_special(*object, node, found);
    node.path = as_bytes(path_);
    node.data = as_bytes(data_);
}

bool JsonNodeReader::next(Node& node) {
    std::optional<std::string_view> line;
    do
        line = next_line();
    while (line && line->find_first_not_of(" \t\r") == std::string_view::npos);
    if (!line)
        return false;
    try {
        FieldSet found;
        parse(*line, node, found);
        if (fields_.empty())
            fields_ = found;
        fields_.without(found).for_each([](Field field) {
            throw Error(ErrorKind::bad_input,
                        fmt::format("the line lacks \"{}\", which the first line has", name_of(field)));
        });
    } catch (Error& error) {
        error.line(line_);
        throw;
    }
    return true;
}

} // namespace keeperfs::compare
