#include "probe/read_http.h"

#include "probe/answer_builder.h"
#include "probe/failure.h"

#include "keeperfs/base/json_value.h"
#include "keeperfs/base/text.h"

namespace keeperfs::probe {

namespace {

/// Numbers, flags and texts; lists and objects are of no use as a field.
std::optional<Value> value_of(const JsonValue& json) {
    if (const auto* flag = json.as<bool>())
        return *flag;
    if (const auto* number = json.as<std::int64_t>())
        return *number;
    if (const auto* number = json.as<std::uint64_t>())
        return *number;
    if (const auto* number = json.as<double>())
        return *number;
    if (const auto* text = json.as<std::string>())
        return *text;
    return std::nullopt;
}

void add_members(FieldSet& fields, const JsonValue& object, std::string_view but = "") {
    const auto* const members = object.as<JsonValue::Object>();
    for (std::size_t i = 0; members != nullptr && i < members->names.size(); ++i) {
        const std::string& name = members->names[i];
        if (auto value = value_of(members->values[i]); value && name != but && !name.empty())
            fields.add(name == "hasLeader" ? "has_leader" : name, std::move(*value));
    }
}

bool is_true(const JsonValue& object, std::string_view name) {
    const JsonValue* const member = object.find(name);
    const bool* const flag = member == nullptr ? nullptr : member->as<bool>();
    return flag != nullptr && *flag;
}

/// The text of a member; empty where there is none.
std::string text_of(const std::optional<JsonValue>& json, std::string_view name) {
    const JsonValue* const member = json ? json->find(name) : nullptr;
    const std::string* const text = member == nullptr ? nullptr : member->as<std::string>();
    return text == nullptr ? "" : *text;
}

std::string text_of(const Answer& answer, std::string_view name) {
    const Value* const value = answer.find(name);
    const auto* const text = value == nullptr ? nullptr : std::get_if<std::string>(value);
    return text == nullptr ? "" : *text;
}

Reply not_ready(const Answer& answer) {
    const std::string role = text_of(answer, "role");
    const Value* const leads = answer.find("has_leader");
    std::string what = "the server is not ready";
    if (!role.empty())
        what += fmt::format(": its role is {}", escaped(role));
    if (leads != nullptr && *leads == Value(false))
        what += role.empty() ? ": it sees no leader" : ", and it sees no leader";
    return problem(
        Outcome::not_serving, what,
        "It has no quorum, is still starting, or is in forced recovery: see to the other servers.");
}

Reading read_stat(std::string_view text, Answer& into) {
    const auto json = parse_json(text);
    const JsonValue* const stat = json ? json->find("stat") : nullptr;
    if (stat == nullptr || stat->find("czxid") == nullptr)
        return Reading::not_understood;
    FieldSet fields(into.fields);
    add_members(fields, *stat);
    return Reading::whole;
}

/// A page, or JSON of a form that is nobody's business but the page's.
Reading read_page(const net::HttpResponse& response, Answer& into) {
    const std::string* const type = response.header("Content-Type");
    if (response.body.empty())
        return Reading::not_understood;
    FieldSet fields(into.fields);
    fields.add("content_type", type == nullptr ? "" : *type);
    fields.add("size", static_cast<std::int64_t>(response.body.size()));
    return Reading::whole;
}

/// The four-letter word that is asked through /api/v1/commands.
constexpr std::string_view word_of_commands = "srvr";

Reading read_command(std::string_view text, Answer& into) {
    const std::string result = text_of(parse_json(text), "result");
    return result.empty() ? Reading::not_understood : read_answer(word_of_commands, result, into);
}

Reading read_body(HttpEndpoint endpoint, const net::HttpResponse& response, HttpReply& into) {
    Answer& answer = into.reply.answer;
    switch (endpoint) {
    case HttpEndpoint::ready:
        return read_readiness(response.body, answer);
    case HttpEndpoint::commands:
        return read_command(response.body, answer);
    case HttpEndpoint::storage:
        return read_stat(response.body, answer);
    case HttpEndpoint::metrics:
        return read_metrics(response.body, into.samples);
    case HttpEndpoint::dashboard:
    case HttpEndpoint::jemalloc:
        break;
    }
    return read_page(response, answer);
}

Reply no_answer(const HttpQuestion& question, const net::HttpResponse& response) {
    return problem(Outcome::not_understood,
                   fmt::format("this is no answer to {} (HTTP {}): {}", escaped(question.path),
                               response.status, beginning_of(response.body)),
                   question.endpoint == HttpEndpoint::metrics
                       ? "Is this the port of the section prometheus in the server's configuration?"
                       : "Is this the port of http_control in the server's configuration?");
}

Reply of_success(const HttpQuestion& question, const net::HttpResponse& response, HttpReply& into) {
    switch (read_body(question.endpoint, response, into)) {
    case Reading::whole:
        break;
    case Reading::cut_short:
        return problem(Outcome::cut_short,
                       fmt::format("the answer to {} ends too early, after {}", escaped(question.path),
                                   size_text(response.body.size())));
    default:
        return no_answer(question, response);
    }
    if (question.endpoint == HttpEndpoint::ready && text_of(into.reply.answer, "status") != "ok")
        return not_ready(into.reply.answer);
    return std::move(into.reply);
}

/// When each came (pull requests 55876, 78181, 100606).
const char* how_to_get(HttpEndpoint endpoint) {
    switch (endpoint) {
    case HttpEndpoint::ready:
        return "Keeper has it since 23.12; http_control.readiness.endpoint may have renamed it, which "
               "--config "
               "knows.";
    case HttpEndpoint::metrics:
        return "prometheus.endpoint may have renamed it, which --config knows.";
    case HttpEndpoint::jemalloc:
        return "Keeper has it since 26.4.";
    default:
        return "Keeper has it since 26.1; where http_control.handlers is set, only what stands there is "
               "served.";
    }
}

/// Anything but a success.
Reply of_status(const HttpQuestion& question, const net::HttpResponse& response) {
    const std::string said = text_of(parse_json(response.body), "message");
    const std::string sentence = said.empty() ? beginning_of(response.body) : beginning_of(said);
    switch (response.status) {
    case 400:
        return problem(Outcome::refused_or_unknown,
                       "the server does not know the request (HTTP 400): " + sentence);
    case 403:
        return problem(Outcome::refused_or_unknown, "the server refuses it (HTTP 403): " + sentence,
                       question.endpoint == HttpEndpoint::commands
                           ? "Add srvr to keeper_server.four_letter_word_allow_list and restart the server."
                           : "");
    case 404:
    case 405:
        return problem(Outcome::refused_or_unknown,
                       fmt::format("the server has no {} (HTTP {})", escaped(question.path), response.status),
                       how_to_get(question.endpoint));
    case 500:
        return problem(Outcome::failed, "the server could not tell (HTTP 500): " + sentence,
                       "Raft may not have started yet: its log says more.");
    case 503:
        if (Answer answer; question.endpoint == HttpEndpoint::ready)
            return read_readiness(response.body, answer) == Reading::whole ? not_ready(answer)
                                                                           : no_answer(question, response);
        return problem(Outcome::not_serving, "the server does not serve now (HTTP 503): " + sentence,
                       "It has no leader, is still starting, or is in forced recovery: see to the quorum.");
    default:
        return no_answer(question, response);
    }
}

} // namespace

Reading read_readiness(std::string_view text, Answer& into) {
    const auto json = parse_json(text);
    if (text_of(json, "status").empty())
        return Reading::not_understood;
    FieldSet fields(into.fields);
    fields.add("status", text_of(json, "status"));
    const JsonValue* const details = json->find("details");
    if (details == nullptr)
        return Reading::whole;
    if (details->find("role") == nullptr && details->find("leader") != nullptr)
        fields.add("role", std::string(is_true(*details, "leader")     ? "leader"
                                       : is_true(*details, "follower") ? "follower"
                                                                       : "none"));
    add_members(fields, *details, "status");
    return Reading::whole;
}

HttpReply read_response(const HttpQuestion& question, const net::HttpResponse& response) {
    HttpReply into;
    into.status = response.status;
    into.reply = response.is_success() ? of_success(question, response, into) : of_status(question, response);
    into.reply.text = response.body;
    if (!into.reply.is_ok())
        into.samples.clear();
    drop_text_of_failure(into.reply);
    return into;
}

} // namespace keeperfs::probe
