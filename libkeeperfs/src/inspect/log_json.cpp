#include "keeperfs/inspect/log_json.h"

#include "keeperfs/base/text.h"
#include "keeperfs/inspect/node_json.h"

#include <fmt/format.h>

#include <iterator>

namespace keeperfs::inspect {

using keeper::OpNum;
using keeper::RequestOperation;

namespace {

template <class... Args> void append(std::string& out, fmt::format_string<Args...> form, Args&&... args) {
    fmt::format_to(std::back_inserter(out), form, std::forward<Args>(args)...);
}
void append_text(std::string& out, std::string_view name, std::string_view text) {
    append(out, ",\"{}\":", name);
    append_json_text(out, text);
}

bool is_create(OpNum op) noexcept {
    return op == OpNum::create || op == OpNum::create2 || op == OpNum::create_container ||
           op == OpNum::create_ttl || op == OpNum::create_if_not_exists;
}

void append_acl(std::string& out, const tree::AclList& list) {
    out += ",\"acl\":[";
    for (std::size_t i = 0; i < list.size(); ++i) {
        append(out, "{}[{},", i == 0 ? "" : ",", list[i].permissions);
        append_json_text(out, list[i].scheme);
        out += ',';
        append_json_text(out, list[i].id);
        out += ']';
    }
    out += ']';
}

void append_path(std::string& out, Bytes path) {
    if (path.empty())
        return;
    const std::size_t start = out.size();
    append_text(out, "path", as_text(path));
    // U+FFFD stands where the bytes are no UTF-8.
    if (out.find("\xef\xbf\xbd", start) != std::string::npos)
        append(out, ",\"path_b64\":\"{}\"", base64(path));
}

void append_operation(std::string& out, const RequestOperation& operation) {
    append_text(out, "op", keeper::name_of(operation.op));
    append_path(out, operation.path);
    const OpNum op = operation.op;
    if (is_create(op) || op == OpNum::set)
        append(out, ",\"data_b64\":\"{}\"", base64(operation.data));
    if (is_create(op) || op == OpNum::set_acl)
        append_acl(out, operation.acl);
    if (is_create(op))
        append(out, ",\"ephemeral\":{},\"sequential\":{},\"flags\":{}", operation.ephemeral,
               operation.sequential, operation.flags);
    if (op == OpNum::create_ttl)
        append(out, ",\"ttl_ms\":{}", operation.ttl_ms);
    if (op == OpNum::remove || op == OpNum::try_remove || op == OpNum::set || op == OpNum::set_acl ||
        op == OpNum::check || op == OpNum::check_not_exists || op == OpNum::check_stat)
        append(out, ",\"version\":{}", operation.version);
    if (op == OpNum::remove_recursive || op == OpNum::list_recursive)
        append(out, ",\"limit\":{}", operation.limit);
    if (op == OpNum::session_id)
        append(out, ",\"timeout_ms\":{},\"internal_id\":{},\"server_id\":{}", operation.timeout_ms,
               operation.internal_id, operation.server_id);
    if (op == OpNum::auth) {
        append_text(out, "scheme", operation.acl_scheme);
        append_text(out, "user", user_of(operation));
    }
    if (op == OpNum::reconfig) {
        append_text(out, "joining", operation.joining);
        append_text(out, "leaving", operation.leaving);
        append_text(out, "new_members", operation.new_members);
    }
}

void append_record(std::string& out, const LogEntry& entry, const char* type) {
    append(out, "{{\"index\":{},\"term\":{},\"type\":\"{}\"", entry.record.index, entry.record.term, type);
}

void append_request(std::string& out, const keeper::Request& request) {
    append(out, ",\"session\":\"{}\",\"xid\":{},\"zxid\":\"{}\"", hex(request.session_id), request.xid,
           hex(request.zxid));
    if (request.time_ms)
        append(out, ",\"time\":\"{}\"", time_text(*request.time_ms));
    if (request.digest_version != 0)
        append(out, ",\"digest_version\":{},\"digest\":\"{}\"", request.digest_version, hex(request.digest));
}

void append_servers(std::string& out, const keeper::ClusterConfig& configuration) {
    append(out, ",\"configuration_index\":{},\"previous_index\":{},\"servers\":[", configuration.log_index,
           configuration.previous_index);
    bool is_first = true;
    for (const keeper::ClusterServer& server : configuration.servers) {
        append(out, "{}{{\"id\":{}", is_first ? "" : ",", server.id);
        append_text(out, "endpoint", server.endpoint);
        append(out, ",\"learner\":{},\"new_joiner\":{},\"priority\":{}}}", server.learner, server.new_joiner,
               server.priority);
        is_first = false;
    }
    out += ']';
}

} // namespace

std::string user_of(const RequestOperation& auth) {
    const std::string_view credentials = as_text(auth.data);
    const std::size_t colon = credentials.find(':');
    // Without a colon it could be the secret itself.
    return colon == std::string_view::npos ? "" : std::string(credentials.substr(0, colon));
}

void append_json(std::string& out, const LogEntry& entry, const RequestOperation& operation,
                 std::optional<std::size_t> place_in_multi) {
    append_record(out, entry, "request");
    if (place_in_multi)
        append(out, ",\"request_idx\":{}", *place_in_multi);
    append_request(out, entry.request);
    append_operation(out, operation);
    out += '}';
}

void append_json(std::string& out, const LogEntry& entry) {
    if (entry.is_configuration()) {
        append_record(out, entry, "configuration");
        append_servers(out, entry.configuration);
    } else {
        append_record(out, entry, "unknown");
        append_text(out, "error", entry.not_understood ? entry.not_understood->finding() : "");
        append(out, ",\"blob_bytes\":{}", entry.record.blob.size());
    }
    out += '}';
}

} // namespace keeperfs::inspect
