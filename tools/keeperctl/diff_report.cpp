#include "diff_report.h"

#include "diff_values.h"
#include "subtree_report.h"
#include "text_report.h"

#include "keeperfs/base/text.h"

using namespace keeperfs;
using compare::Difference;
using compare::DifferenceKind;
using compare::DiffReport;
using compare::Field;
using compare::SessionDifference;
using console::Style;

namespace {

constexpr std::size_t most_subtrees_shown = 20;

std::string names_of(compare::FieldSet fields) {
    std::string names;
    fields.for_each([&](Field field) {
        names += names.empty() ? "" : ", ";
        names += name_of(field);
    });
    return names;
}

std::string side_text(const compare::Side& side, const compare::SideCounts& counts) {
    std::string text = fmt::format("{}: {}, {}", escaped(side.name()), side.description(),
                                   counted(counts.nodes, "node", "nodes"));
    if (counts.ephemerals > 0)
        text += fmt::format(", {} ephemeral", grouped(counts.ephemerals));
    if (counts.ttl_nodes > 0)
        text += fmt::format(", {} with a TTL", grouped(counts.ttl_nodes));
    if (counts.containers > 0)
        text += fmt::format(", {}", counted(counts.containers, "container", "containers"));
    if (counts.ignored > 0)
        text += fmt::format(", {} ignored", grouped(counts.ignored));
    return text;
}

std::string changed_text(const DiffReport& report) {
    std::string text;
    for (std::size_t i = 0; i < compare::field_count; ++i)
        if (const std::uint64_t count = report.changed_fields[i]; count > 0)
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", compare::field_names[i], grouped(count));
    return text;
}

void say_counts(const DiffReport& report, TextReport& out) {
    if (report.only_a > 0)
        out.line("only in A", "{}", counted(report.only_a, "node", "nodes"));
    if (report.only_b > 0)
        out.line("only in B", "{}", counted(report.only_b, "node", "nodes"));
    if (report.changed > 0)
        out.line("changed", "{}: {}", counted(report.changed, "node", "nodes"), changed_text(report));
    if (report.ephemerals_differ > 0)
        out.line("of these", "{}", counted(report.ephemerals_differ, "is ephemeral", "are ephemeral"));
    if (report.allowed > 0)
        out.line("as expected", "{} as the preset says", counted(report.allowed, "node differs", "nodes differ"));
    for (const compare::FactDifference& fact : report.facts)
        out.line(fact.name, "{} -> {}", hex(fact.a), hex(fact.b));
}

std::string session_text(const SessionDifference& difference) {
    const auto timeout = [](const tree::Session& session) { return fmt::format("{} ms", session.timeout_ms); };
    const std::string id = hex(difference.id());
    if (!difference.b)
        return fmt::format("- session {}  {}", id, timeout(*difference.a));
    if (!difference.a)
        return fmt::format("+ session {}  {}", id, timeout(*difference.b));
    if (difference.a->timeout_ms != difference.b->timeout_ms)
        return fmt::format("~ session {}  {} -> {}", id, timeout(*difference.a), timeout(*difference.b));
    return fmt::format("~ session {}  authentications", id);
}

std::string node_text(const Difference& difference) {
    const std::string path = escaped(difference.path());
    if (difference.kind == DifferenceKind::only_a)
        return "- " + path;
    if (difference.kind == DifferenceKind::only_b)
        return "+ " + path;
    std::string text = "~ " + path;
    difference.fields.for_each([&](Field field) {
        text += fmt::format("\n    {}: {} -> {}", name_of(field), field_text(*difference.a, field),
                            field_text(*difference.b, field));
    });
    return text;
}

Style style_of(DifferenceKind kind) {
    return kind == DifferenceKind::only_a   ? Style::red
           : kind == DifferenceKind::only_b ? Style::green
                                            : Style::yellow;
}

/// The largest first.
std::vector<std::pair<std::string, compare::SubtreeCounts>> sorted_subtrees(const DiffReport& report) {
    std::vector<std::pair<std::string, compare::SubtreeCounts>> subtrees(report.subtrees.begin(),
                                                                         report.subtrees.end());
    const auto size = [](const auto& subtree) {
        return subtree.second.only_a + subtree.second.only_b + subtree.second.changed;
    };
    std::ranges::stable_sort(subtrees, std::ranges::greater(), size);
    return subtrees;
}

void say_subtrees(const DiffReport& report, TextReport& out) {
    std::vector<TableRow> rows;
    for (const auto& [top, counts] : sorted_subtrees(report)) {
        if (rows.size() == most_subtrees_shown)
            break;
        rows.push_back({grouped(counts.only_a), grouped(counts.only_b), grouped(counts.changed), escaped(top)});
    }
    out.rows({"only in A", "only in B", "changed", "subtree"}, rows, "rrrl");
    const std::uint64_t left = report.subtrees.size() - rows.size();
    if (left > 0 || report.subtrees_left_out > 0)
        out.paragraph(fmt::format("and in {} more", counted(left, "subtree", "subtrees")));
}

void add_side(JsonWriter& json, const char* key, const compare::Side& side, const compare::SideCounts& counts) {
    json.key(key)
        .begin_object()
        .member("place", side.name())
        .member("kind", side.description())
        .member("nodes", counts.nodes)
        .member("ephemerals", counts.ephemerals)
        .member("ttl_nodes", counts.ttl_nodes)
        .member("containers", counts.containers)
        .member("ignored", counts.ignored)
        .end_object();
}

void add_names(JsonWriter& json, const char* key, compare::FieldSet fields) {
    json.key(key).begin_array();
    fields.for_each([&](Field field) { json.text(name_of(field)); });
    json.end_array();
}

void add_session(JsonWriter& json, const SessionDifference& difference) {
    json.begin_object().member("id", hex(difference.id())).member("kind", name_of(difference.kind));
    const auto add = [&](const char* key, const std::optional<tree::Session>& session) {
        if (session)
            json.member(key, session->timeout_ms);
    };
    add("timeout_ms_a", difference.a);
    add("timeout_ms_b", difference.b);
    json.end_object();
}

void add_subtrees(JsonWriter& json, const DiffReport& report) {
    json.key("subtrees").begin_array();
    for (const auto& [top, counts] : sorted_subtrees(report)) {
        json.begin_object();
        add_path(json, top);
        json.member("only_a", counts.only_a)
            .member("only_b", counts.only_b)
            .member("changed", counts.changed)
            .end_object();
    }
    json.end_array().member("subtrees_left_out", report.subtrees_left_out);
}

void add_summary(JsonWriter& json, const DiffAnswer& answer) {
    const DiffReport& report = answer.report;
    json.member("format_version", 1).member("equal", report.is_equal());
    add_side(json, "a", answer.a, report.a);
    add_side(json, "b", answer.b, report.b);
    add_names(json, "compared", report.compared);
    add_names(json, "not_held", report.not_held);
    json.member("compared_zxid", report.compared_zxid)
        .member("compared_sessions", report.compared_sessions)
        .member("only_a", report.only_a)
        .member("only_b", report.only_b)
        .member("changed", report.changed)
        .member("ephemerals_differ", report.ephemerals_differ)
        .member("allowed", report.allowed);
    json.key("changed_fields").begin_object();
    for (std::size_t i = 0; i < compare::field_count; ++i)
        if (report.changed_fields[i] > 0)
            json.member(compare::field_names[i], report.changed_fields[i]);
    json.end_object();
    add_subtrees(json, report);
    json.key("facts").begin_array();
    for (const compare::FactDifference& fact : report.facts)
        json.begin_object().member("name", fact.name).member("a", hex(fact.a)).member("b", hex(fact.b)).end_object();
    json.end_array();
    json.member("sessions_differ", report.sessions.size()).key("sessions").begin_array();
    for (std::size_t i = 0; i < std::min(report.sessions.size(), answer.most_sessions_shown); ++i)
        add_session(json, report.sessions[i]);
    json.end_array();
}

void add_node(JsonWriter& json, const Difference& difference) {
    const std::string& path = difference.path();
    json.begin_object();
    add_path(json, path);
    json.member("kind", name_of(difference.kind));
    if (difference.kind == DifferenceKind::changed) {
        json.key("fields").begin_object();
        difference.fields.for_each([&](Field field) {
            json.key(name_of(field)).begin_object().key("a");
            add_field(json, *difference.a, field);
            json.key("b");
            add_field(json, *difference.b, field);
            json.end_object();
        });
        json.end_object();
    }
    json.end_object();
}

} // namespace

std::string to_text(const DiffAnswer& answer, bool colored) {
    const DiffReport& report = answer.report;
    TextReport out(colored);
    for (const Difference& difference : answer.shown)
        out.literal(out.styled(node_text(difference), style_of(difference.kind)));
    if (answer.shown.size() < report.nodes_differ())
        out.literal(fmt::format("... and {} more; --limit shows more, --format jsonl all",
                                grouped(report.nodes_differ() - answer.shown.size())));
    for (std::size_t i = 0; i < std::min(report.sessions.size(), answer.most_sessions_shown); ++i)
        out.literal(out.styled(session_text(report.sessions[i]), style_of(report.sessions[i].kind)));
    if (answer.most_sessions_shown < report.sessions.size())
        out.literal(fmt::format("... and {} more sessions",
                                grouped(report.sessions.size() - answer.most_sessions_shown)));
    if (!report.subtrees.empty())
        say_subtrees(report, out);
    out.line("A", "{}", side_text(answer.a, report.a));
    out.line("B", "{}", side_text(answer.b, report.b));
    say_counts(report, out);
    if (!report.sessions.empty())
        out.line("sessions", "{}", counted(report.sessions.size(), "differs", "differ"));
    out.line("compared", "{}{}{}", names_of(report.compared), report.compared_zxid ? ", zxid" : "",
             report.compared_sessions ? ", sessions" : "");
    if (!report.not_held.empty())
        out.line("not compared", "{}: one side does not hold them", names_of(report.not_held));
    out.line("verdict", "{}",
             report.is_equal() ? out.styled("equal", Style::green) : out.styled("different", Style::red));
    return out.text();
}

std::string to_json(const DiffAnswer& answer) {
    JsonWriter json;
    json.begin_object();
    add_summary(json, answer);
    json.key("differences").begin_array();
    for (const Difference& difference : answer.shown)
        add_node(json, difference);
    json.end_array().end_object();
    return std::string(json.view());
}

std::string to_json_line(const Difference& difference) {
    JsonWriter json(JsonWriter::Style::compact);
    add_node(json, difference);
    return std::string(json.view()) + "\n";
}

std::string summary_json_line(const DiffAnswer& answer) {
    JsonWriter json(JsonWriter::Style::compact);
    json.begin_object().member("kind", "summary");
    add_summary(json, answer);
    json.end_object();
    return std::string(json.view()) + "\n";
}
