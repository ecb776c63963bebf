#include "commands.h"
#include "console/console.h"
#include "probe_http_text.h"
#include "server_options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/probe/ask_http.h"

#include <fmt/format.h>

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

constexpr CommandText text{"http", "Asks servers over HTTP: is it ready, what are its figures",
                           R"(  keeperctl probe http keeper1 keeper2 keeper3
  keeperctl probe http --config /etc/clickhouse-keeper/keeper_config.xml --format json
  keeperctl probe http localhost --endpoint commands --endpoint storage
  keeperctl probe http keeper1:9363 --metrics)"};

struct Options {
    ServerOptions servers;
    std::vector<std::string> endpoints;
    bool metrics = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        constexpr const char* what = "What to ask";
        const std::vector<std::string> names{"ready", "dashboard", "commands", "storage", "jemalloc"};
        CLI::Option* const chosen =
            app.add_option("--endpoint", endpoints, "Of the control port, repeatable; default ready")
                ->type_name("ready|dashboard|commands|storage|jemalloc")
                ->check(CLI::IsMember(names).description(""))
                ->allow_extra_args(false)
                ->group(what);
        app.add_flag("--metrics", metrics, "Ask the endpoint for Prometheus instead; port 9363 unless said")
            ->excludes(chosen)
            ->group(what);
        servers.add_to(app, Service::http_control);
        console.add_to(app, {"text", "json", "jsonl"});
    }

    Service service() const { return metrics ? Service::prometheus : Service::http_control; }
    /// In the order of the line; with the paths of the configuration.
    std::vector<HttpQuestion> questions() const {
        std::vector<std::string> names = endpoints;
        if (names.empty())
            names.emplace_back(metrics ? "metrics" : "ready");
        std::vector<HttpQuestion> questions;
        for (const std::string& name : names)
            questions.push_back(configured_question(
                std::ranges::find(http_questions(), name, &HttpQuestion::name)->endpoint, servers.config()));
        return questions;
    }
};

/// What was asked, and what came of it.
struct Survey {
    std::vector<net::Endpoint> servers;
    std::vector<HttpQuestion> questions;
    std::vector<HttpReply> replies;

    bool is_well() const {
        return std::ranges::all_of(replies, [](const HttpReply& reply) { return reply.reply.is_ok(); });
    }
    const net::Endpoint& server(std::size_t i) const { return servers[i / questions.size()]; }
    const HttpQuestion& question(std::size_t i) const { return questions[i % questions.size()]; }
};

std::string to_json(const Survey& survey) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).member("well", survey.is_well());
    json.key("replies").begin_array();
    for (std::size_t i = 0; i < survey.replies.size(); ++i)
        add_http_reply(json, survey.server(i), survey.question(i), survey.replies[i]);
    json.end_array().end_object();
    return std::string(json.view());
}

std::string to_json_lines(const Survey& survey) {
    std::string out;
    JsonWriter json(JsonWriter::Style::compact);
    for (std::size_t i = 0; i < survey.replies.size(); ++i) {
        json.clear();
        add_http_reply(json, survey.server(i), survey.question(i), survey.replies[i]);
        out += std::string(json.view()) + '\n';
    }
    return out;
}

void tell_failures(const Survey& survey) {
    for (std::size_t i = 0; i < survey.replies.size(); ++i)
        if (const Reply& reply = survey.replies[i].reply; !reply.is_ok())
            console::print_message(fmt::format("keeperctl: {} {}: {}.{}\n", net::text_of(survey.server(i)),
                                               survey.question(i).name, reply.message,
                                               reply.hint.empty() ? "" : " " + reply.hint));
}

int run(const Options& options) {
    Survey survey;
    survey.servers = options.servers.servers(options.service());
    survey.questions = options.questions();
    const ServerOptions::Reach reach = options.servers.reach(options.service());
    survey.replies = ask_all_http(survey.servers, survey.questions, reach.ask);
    if (options.console.format == "json") {
        console::print_json(to_json(survey));
    } else if (options.console.format == "jsonl") {
        console::print_json(to_json_lines(survey));
    } else {
        if (!options.console.quiet)
            console::print(
                http_text(survey.servers, survey.questions, survey.replies, options.console.colored()));
        tell_failures(survey);
    }
    return survey.is_well() ? 0 : static_cast<int>(ErrorKind::unreachable);
}

} // namespace

void add_probe_http(CLI::App& group, Chosen& chosen) {
    add_command<Options>(group, chosen, text, run);
    chosen.completers[group.get_subcommand("http")->get_option("HOST")] = hosts_to_offer;
}
