#include "commands.h"
#include "console/consent.h"
#include "console/console.h"
#include "four_letter_table.h"
#include "server_options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/probe/four_letter_words.h"
#include "keeperfs/probe/prometheus.h"
#include "keeperfs/probe/reply_json.h"

#include <fmt/format.h>

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

constexpr CommandText text{"4lw", "Asks running servers a four-letter word",
                           R"(  keeperctl 4lw ruok localhost
  keeperctl 4lw mntr keeper1 keeper2 keeper3 --format table
  keeperctl 4lw mntr --config /etc/clickhouse-keeper/keeper_config.xml
  keeperctl 4lw mntr keeper1:9281 --tls-ca /etc/keeper/ca.pem --format json)"};

std::vector<std::string> words_to_offer(const std::vector<std::string>&) {
    std::vector<std::string> names;
    for (const FourLetterWord& word : four_letter_words())
        if (!word.takes_data)
            names.emplace_back(word.name);
    return names;
}

struct Options {
    std::string word;
    ServerOptions servers;
    bool yes = false, force = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("COMMAND", word, "The word: see below")->type_name("COMMAND")->required();
        servers.add_to(app);
        constexpr const char* safety = "Safety: each allows one thing";
        app.add_flag("--yes", yes, "Send a word that changes something, without a question")->group(safety);
        app.add_flag("--force", force, "Send a word that no known server has")->group(safety);
        console.add_to(app, {"raw", "json", "jsonl", "table", "prometheus"});
    }
};

/// What people call a word by mistake.
std::string meant_by(std::string typed) {
    if (typed == "stats_reset")
        return "srst";
    for (char& c : typed)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    std::vector<std::string_view> names;
    for (const FourLetterWord& word : four_letter_words())
        names.push_back(word.name);
    return nearest(typed, names).value_or("");
}

void check_word(const Options& options) {
    const std::string typed = escaped(options.word);
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const FourLetterWord* const known = find_word(options.word);
    const std::string meant = known == nullptr ? meant_by(options.word) : "";
    const std::string question = meant.empty() ? "" : fmt::format("; did you mean {}?", meant);
    if (options.word.size() != 4 || !std::ranges::all_of(options.word, is_letter))
        throw Error(ErrorKind::usage, fmt::format("{} is no word of four letters{}", typed, question));
    if (known != nullptr && known->takes_data)
        throw Error(ErrorKind::usage,
                    fmt::format("{} cannot be sent: binary data must follow it", options.word));
    if (known == nullptr && !options.force)
        throw Error(ErrorKind::refused, fmt::format("no known server has the word {}{}", typed, question))
            .hint("It could do anything. --force sends it.");
}

void ask_for_consent(const Options& options, std::span<const net::Endpoint> servers) {
    const FourLetterWord* const known = find_word(options.word);
    if (known == nullptr || known->effect != Effect::changes)
        return;
    std::string names;
    for (const net::Endpoint& server : servers)
        names += (names.empty() ? "" : " ") + net::text_of(server);
    const std::string action =
        fmt::format("{} changes the state of {}: \"{}\"", known->name, names, known->meaning);
    console::require_consent(options.yes, action, names);
}

void check_format(const Options& options) {
    const auto words = words_with_figures();
    if (options.console.format == "prometheus" && std::ranges::find(words, options.word) == words.end())
        throw Error(ErrorKind::usage, fmt::format("{} has no figures for --format prometheus; {} have",
                                                  options.word, fmt::join(words, ", ")));
}

/// As it came, where no terminal is at the other end.
std::string for_the_screen(std::string_view answer) {
    if (!console::stdout_is_terminal())
        return std::string(answer);
    std::string out;
    while (!answer.empty()) {
        const std::size_t end = std::min(answer.find_first_of("\n\t"), answer.size());
        out += escaped(answer.substr(0, end));
        if (end < answer.size())
            out += answer[end];
        answer.remove_prefix(std::min(end + 1, answer.size()));
    }
    return out.empty() || out.ends_with('\n') ? out : out + '\n';
}

std::string to_raw(std::span<const net::Endpoint> servers, std::span<const Reply> replies) {
    if (servers.size() == 1)
        return replies[0].is_ok() ? for_the_screen(replies[0].text) : "";
    std::string out;
    for (std::size_t i = 0; i < servers.size(); ++i) {
        if (!replies[i].is_ok())
            continue;
        out += fmt::format("==> {} <==\n{}", net::text_of(servers[i]), for_the_screen(replies[i].text));
        if (!out.ends_with('\n'))
            out += '\n';
    }
    return out;
}

std::string to_json(const std::string& word, std::span<const net::Endpoint> servers,
                    std::span<const Reply> replies, bool is_well) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).member("word", word).member("well", is_well);
    json.key("servers").begin_array();
    for (std::size_t i = 0; i < servers.size(); ++i)
        add_reply(json, servers[i], replies[i]);
    json.end_array().end_object();
    return std::string(json.view());
}

std::string to_json_lines(std::span<const net::Endpoint> servers, std::span<const Reply> replies) {
    std::string out;
    JsonWriter json(JsonWriter::Style::compact);
    for (std::size_t i = 0; i < servers.size(); ++i) {
        json.clear();
        add_reply(json, servers[i], replies[i]);
        out += std::string(json.view()) + '\n';
    }
    return out;
}

std::string to_prometheus(const std::string& word, std::span<const net::Endpoint> servers,
                          std::span<const Reply> replies) {
    PrometheusText out(word);
    for (std::size_t i = 0; i < servers.size(); ++i)
        out.add(servers[i], replies[i]);
    return out.text();
}

void tell_failures(std::span<const net::Endpoint> servers, std::span<const Reply> replies) {
    for (std::size_t i = 0; i < servers.size(); ++i)
        if (!replies[i].is_ok())
            console::print_message(fmt::format("keeperctl: {}: {}.{}\n", net::text_of(servers[i]),
                                               replies[i].message,
                                               replies[i].hint.empty() ? "" : " " + replies[i].hint));
}

void print_answers(const Options& options, std::span<const net::Endpoint> servers,
                   std::span<const Reply> replies, bool is_well) {
    const std::string& format = options.console.format;
    if (format == "json")
        return console::print_json(to_json(options.word, servers, replies, is_well));
    if (format == "jsonl")
        return console::print_json(to_json_lines(servers, replies));
    if (format == "prometheus")
        console::print(to_prometheus(options.word, servers, replies));
    else if (!options.console.quiet)
        console::print(format == "table" ? to_table(servers, replies, options.console.colored())
                                         : to_raw(servers, replies));
    tell_failures(servers, replies);
}

int run(const Options& options) {
    check_word(options);
    check_format(options);
    const std::vector<net::Endpoint> servers = options.servers.servers();
    const ServerOptions::Reach reach = options.servers.reach();
    ask_for_consent(options, servers);
    const std::vector<Reply> replies = ask_all(servers, options.word, reach.ask);
    const bool is_well = std::ranges::all_of(replies, &Reply::is_ok);
    print_answers(options, servers, replies, is_well);
    return is_well ? 0 : static_cast<int>(ErrorKind::unreachable);
}

} // namespace

void add_four_letter(CLI::App& program, Chosen& chosen) {
    add_command<Options>(program, chosen, text, run);
    CLI::App& command = *program.get_subcommand("4lw");
    command.footer(console::wrapped(fmt::format("Words: {}.", fmt::join(words_to_offer({}), ", ")), 2) +
                   "\n\n" + command.get_footer());
    chosen.completers[command.get_option("COMMAND")] = words_to_offer;
    chosen.completers[command.get_option("HOST")] = hosts_to_offer;
}
