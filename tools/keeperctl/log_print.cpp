#include "log_print.h"

#include "console/console.h"

#include "keeperfs/base/text.h"
#include "keeperfs/inspect/log_json.h"

#include <fmt/format.h>

#include <iterator>

using namespace keeperfs;
using inspect::LogEntry;
using keeper::OpNum;
using keeper::RequestOperation;

namespace {

constexpr std::size_t piece = 256 * 1024;

std::string time_of(const LogEntry& entry) {
    return entry.request.time_ms ? time_text(*entry.request.time_ms) : "-";
}

std::string csv_text(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c;
        if (c == '"')
            quoted += c;
    }
    return quoted + '"';
}

bool has_data(OpNum op) {
    return op == OpNum::set || op == OpNum::create || op == OpNum::create2 || op == OpNum::create_container ||
           op == OpNum::create_ttl || op == OpNum::create_if_not_exists;
}

std::string servers_text(const keeper::ClusterConfig& configuration) {
    std::string text;
    for (const keeper::ClusterServer& server : configuration.servers)
        text += fmt::format("{}{}={}{}", text.empty() ? "" : ", ", server.id, escaped(server.endpoint),
                            server.learner ? " (learner)" : "");
    return text.empty() ? "no servers" : text;
}

std::string what_it_is(const LogEntry& entry) {
    if (entry.is_configuration())
        return "Configuration " + servers_text(entry.configuration);
    return "not understood: " + escaped(entry.not_understood->finding());
}

} // namespace

LogFormat log_format(std::string_view name) {
    return name == "jsonl" ? LogFormat::jsonl : name == "csv" ? LogFormat::csv : LogFormat::text;
}

std::string operation_text(const RequestOperation& operation) {
    std::string text = keeper::name_of(operation.op);
    if (!operation.path.empty())
        text += " " + escaped(as_text(operation.path));
    if (operation.sequential)
        text += "<sequence number>";
    if (has_data(operation.op))
        text += ", " + counted(operation.data.size(), "byte", "bytes");
    if (operation.ephemeral)
        text += ", ephemeral";
    if (operation.ttl_ms != 0)
        text += fmt::format(", time to live {} ms", operation.ttl_ms);
    if (operation.version >= 0)
        text += fmt::format(", if version {}", operation.version);
    if (operation.op == OpNum::session_id)
        text += fmt::format(" timeout {} ms, of server {}", operation.timeout_ms, operation.server_id);
    if (operation.op == OpNum::auth)
        text += fmt::format(" {} {}", escaped(operation.acl_scheme), escaped(inspect::user_of(operation)));
    return text;
}

LogPrinter::LogPrinter(LogFormat format) : format_(format) {
    if (format_ == LogFormat::csv)
        out_ = "index,request_idx,term,time,session,xid,zxid,op,path,version,data_b64\n";
}

void LogPrinter::print(const LogEntry& entry, const RequestOperation& operation,
                       std::optional<std::size_t> place) {
    const keeper::Request& request = entry.request;
    const auto to = std::back_inserter(out_);
    if (format_ == LogFormat::jsonl)
        inspect::append_json(out_, entry, operation, place);
    else if (format_ == LogFormat::csv)
        fmt::format_to(to, "{},{},{},{},{},{},{},{},{},{},{}", entry.record.index,
                       place ? std::to_string(*place) : "", entry.record.term,
                       request.time_ms ? time_text(*request.time_ms) : "", hex(request.session_id),
                       request.xid, hex(request.zxid), keeper::name_of(operation.op),
                       csv_text(escaped(as_text(operation.path))), operation.version,
                       has_data(operation.op) ? base64(operation.data) : "");
    else
        fmt::format_to(to, "{}{}  {}  session {}  zxid {}  {}", entry.record.index,
                       place ? fmt::format(".{}", *place) : "", time_of(entry), hex(request.session_id),
                       hex(request.zxid), operation_text(operation));
    end_line();
}

void LogPrinter::print(const LogEntry& entry) {
    if (format_ == LogFormat::jsonl)
        inspect::append_json(out_, entry);
    else if (format_ == LogFormat::csv)
        fmt::format_to(std::back_inserter(out_), "{},,{},,,,,{},,,", entry.record.index, entry.record.term,
                       csv_text(what_it_is(entry)));
    else
        fmt::format_to(std::back_inserter(out_), "{}  {}", entry.record.index, what_it_is(entry));
    end_line();
}

void LogPrinter::end_line() {
    out_ += '\n';
    if (out_.size() >= piece)
        flush();
}

void LogPrinter::flush() {
    console::print(out_);
    out_.clear();
}
