// Input: a byte that chooses a word, the answer of a server.
#include "fuzz/fuzz_target.h"

#include "keeperfs/base/text.h"
#include "keeperfs/probe/condition.h"
#include "keeperfs/probe/ensemble_verdict.h"
#include "keeperfs/probe/four_letter_words.h"
#include "keeperfs/probe/prometheus.h"
#include "keeperfs/probe/reply_json.h"
#include "keeperfs/probe/status_json.h"

#include <set>

namespace keeperfs::fuzz {

namespace {

void check_names(const probe::Record& fields) {
    std::set<std::string_view> names;
    for (const probe::Field& field : fields)
        require(names.insert(field.name).second, "a field comes twice");
}

void check_json(const probe::Reply& reply) {
    JsonWriter json;
    probe::add_reply(json, {"host", 1}, reply);
    require(is_utf8(json.view()), "the JSON is no UTF-8");
    require(json.view().ends_with('}'), "the JSON is not whole");
}

/// Each line is a comment, or one sample: name{labels} value.
void check_prometheus(std::string_view word, const probe::Reply& reply) {
    probe::PrometheusText figures(word);
    figures.add({"host", 1}, reply);
    const std::string text = figures.text();
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        require(line.size() < rest.size(), "a line without an end");
        rest.remove_prefix(line.size() + 1);
        const std::size_t close = line.rfind("\"} ");
        require(line.starts_with("# ") || close != std::string_view::npos, "a line that is no sample");
    }
    require(text.find('\x1b') == std::string::npos, "an escape of terminals");
}

/// What the answer says of the server, beside a leader that is well.
void check_view(std::string_view word, const probe::Reply& reply) {
    const std::vector<probe::Told> told{{word, reply}};
    const probe::ServerView view = probe::view_of({"host", 1}, told);
    require(view.serves() ==
                (reply.is_ok() && (word == "srvr" || word == "mntr") && view.role != probe::Role::read_only),
            "it serves by which word?");
    probe::ServerView leader = view;
    leader.presence = probe::Presence::serves;
    leader.role = probe::Role::leader;
    const std::vector<probe::ServerView> ensemble{leader, view, view};
    const probe::EnsembleVerdict verdict = probe::judge(ensemble);
    require(verdict.leader.has_value(), "nobody leads");
    for (const probe::EnsembleFinding& finding : verdict.findings)
        require(escaped(finding.message) == finding.message, "foreign text in a message");
    probe::ConditionCheck({probe::Goal::in_sync}).look(ensemble);
    JsonWriter json;
    probe::add_view(json, view, probe::Figure(1));
    require(is_utf8(json.view()) && json.view().ends_with('}'), "the JSON is not whole");
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    const auto words = probe::four_letter_words();
    const std::string_view word = words[input.up_to(static_cast<std::uint8_t>(words.size() - 1))].name;
    const std::string_view text = input.rest();
    probe::Reply reply;
    reply.text = text;
    const probe::Reading reading = probe::read_answer(word, text, reply.answer);
    check_names(reply.answer.fields);
    for (const probe::List& list : reply.answer.lists)
        for (const probe::Record& record : list.records)
            check_names(record);
    check_json(reply);
    if (reading == probe::Reading::whole)
        check_view(word, reply);
    const auto figures = probe::words_with_figures();
    if (reading == probe::Reading::whole && std::ranges::find(figures, word) != figures.end())
        check_prometheus(word, reply);
}

} // namespace keeperfs::fuzz
