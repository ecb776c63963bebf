#include "keeperfs/probe/ask_http.h"

#include "net/at_once.h"
#include "probe/failure.h"
#include "probe/read_http.h"

#include "keeperfs/base/text.h"
#include "keeperfs/probe/reply_json.h"

namespace keeperfs::probe {

namespace {

/// RFC 3986, 3.3: what may stand in a path as it is.
std::string encoded_path(std::string_view path) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                       "/-._~!$&'()*+,;=:@%";
    std::string out = path.starts_with('/') ? "" : "/";
    for (const char c : path)
        out += plain.find(c) == std::string_view::npos
                   ? fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)))
                   : std::string(1, c);
    return out;
}

std::string url_of(const net::Endpoint& server, const HttpQuestion& question, bool is_secure) {
    net::Endpoint host = server;
    if (const std::size_t zone = host.host.find('%'); zone != std::string::npos)
        host.host.insert(zone + 1, "25"); // RFC 6874
    return fmt::format("{}://{}{}", is_secure ? "https" : "http", net::text_of(host),
                       encoded_path(question.path));
}

/// What a server of TLS does to plain HTTP: an alert, or nothing at all.
bool may_be_tls(net::Cause cause) {
    return cause == net::Cause::not_understood || cause == net::Cause::cut_short;
}

/// A server that refuses our certificate says so when the handshake is over for us, and closes; the reset
/// that answers the request may hide it. Without a request it is heard.
std::optional<net::ConnectionError> refusal_of_us(const net::Endpoint& server, const net::TlsSettings& tls,
                                                  const net::Deadline& deadline) {
    constexpr std::chrono::milliseconds enough{500};
    try {
        std::uint8_t byte = 0;
        net::connect(server, &tls, deadline)->read({&byte, 1}, deadline.at_most(enough));
    } catch (const net::ConnectionError& error) {
        if (error.cause() == net::Cause::certificate)
            return error;
    }
    return std::nullopt;
}

/// Looks once more where two things look the same.
Reply explained(const net::ConnectionError& failure, const net::Endpoint& server, const AskOptions& options,
                const net::Deadline& deadline) {
    if (options.tls == nullptr && may_be_tls(failure.cause()) && net::speaks_tls(server, deadline))
        return speaks_tls_instead();
    if (options.tls != nullptr && failure.cause() == net::Cause::cut_short)
        if (const auto refusal = refusal_of_us(server, *options.tls, deadline))
            return problem(*refusal, 0, options);
    return problem(failure, 0, options);
}

HttpReply ask_once(const net::Endpoint& server, const HttpQuestion& question, const AskOptions& options) {
    const net::Deadline deadline(options.timeout);
    net::HttpOptions http;
    http.tls = options.tls;
    http.connect_timeout = options.connect_timeout;
    http.timeout = options.timeout;
    net::HttpRequest request;
    request.url = url_of(server, question, options.tls != nullptr);
    request.largest_kept = options.largest_answer;
    try {
        return read_response(question, net::HttpClient(http).send(request));
    } catch (const net::ConnectionError& failure) {
        HttpReply none;
        none.reply = explained(failure, server, options, deadline);
        return none;
    }
}

void add_sample(JsonWriter& json, const Sample& sample) {
    json.begin_object().member("name", sample.name).member("type", sample.type);
    json.key("labels").begin_array(); // and no object, since the peer chose the names
    for (const auto& [name, value] : sample.labels)
        json.begin_object().member("name", name).member("value", value).end_object();
    json.end_array().key("value");
    add_value(json, sample.value);
    if (sample.ms_since_1970)
        json.member("time", time_text(*sample.ms_since_1970));
    json.end_object();
}

void add_samples(JsonWriter& json, const std::vector<Sample>& samples) {
    json.begin_object().key("samples").begin_array();
    for (const Sample& sample : samples)
        add_sample(json, sample);
    json.end_array().end_object();
}

} // namespace

std::span<const HttpQuestion> http_questions() {
    // Of storage the node that every Keeper has.
    static const HttpQuestion questions[] = {
        {HttpEndpoint::ready, "ready", "/ready"},
        {HttpEndpoint::dashboard, "dashboard", "/dashboard/content"},
        {HttpEndpoint::commands, "commands", "/api/v1/commands/srvr"},
        {HttpEndpoint::storage, "storage", "/api/v1/storage/exists/keeper"},
        {HttpEndpoint::jemalloc, "jemalloc", "/jemalloc"},
        {HttpEndpoint::metrics, "metrics", "/metrics"},
    };
    return questions;
}

HttpReply ask_http(const net::Endpoint& server, const HttpQuestion& question, const AskOptions& options) {
    HttpReply last;
    Reply reply = attempted(
        options.retries,
        [&] {
            last = ask_once(server, question, options);
            return std::move(last.reply);
        },
        &may_pass);
    last.reply = std::move(reply);
    return last;
}

std::vector<HttpReply> ask_all_http(std::span<const net::Endpoint> servers,
                                    std::span<const HttpQuestion> questions, const AskOptions& options) {
    std::vector<HttpReply> replies(servers.size() * questions.size());
    net::at_once(replies.size(), [&](std::size_t i) {
        replies[i] = ask_http(servers[i / questions.size()], questions[i % questions.size()], options);
    });
    return replies;
}

void add_http_reply(JsonWriter& json, const net::Endpoint& server, const HttpQuestion& question,
                    const HttpReply& reply) {
    json.begin_object()
        .member("host", net::text_of(server))
        .member("endpoint", question.name)
        .member("path", question.path)
        .member("http_status", std::int32_t{reply.status});
    add_course(json, reply.reply);
    if (!reply.reply.is_ok()) {
        add_failure(json, reply.reply);
    } else {
        json.key("answer");
        if (question.endpoint == HttpEndpoint::metrics)
            add_samples(json, reply.samples);
        else
            add_answer(json, reply.reply.answer);
    }
    json.end_object();
}

} // namespace keeperfs::probe
