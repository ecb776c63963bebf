#include "disk_plan_report.h"

#include "json_texts.h"
#include "text_report.h"

#include "keeperfs/base/text.h"

using namespace keeperfs;
using console::Style;
using migrate::Layout;
using migrate::Plan;

namespace {

void add_moves(TextReport& out, const Layout& layout, const Plan& plan) {
    std::vector<TableRow> rows;
    for (const migrate::Move& move : plan.moves)
        rows.push_back({std::to_string(rows.size() + 1), name_of(move.action), escaped(move.name),
                        size_text(move.bytes), escaped(layout.places[move.from].name),
                        escaped(layout.places[move.to].name), move.reason});
    if (!rows.empty())
        out.rows({"", "action", "file", "size", "from", "to", "why"}, rows, "rllrlll");
    out.paragraph(fmt::format("{} to do, {} to copy; {} where {}.",
                              counted(plan.moves.size(), "file", "files"), size_text(plan.bytes()),
                              counted(plan.stays.size(), "file stays", "files stay"),
                              plan.stays.size() == 1 ? "it is" : "they are"));
}

void add_lines(TextReport& out, const Plan& plan) {
    out.heading(
        "To be added to the configuration before anything is moved, and until the server has started");
    for (const std::string& line : plan.configuration_lines)
        out.literal(line);
}

} // namespace

std::string to_text(const Layout& layout, const Plan& plan, bool colored) {
    TextReport out(colored);
    add_moves(out, layout, plan);
    for (const Finding& found : plan.findings)
        out.row(out.styled(name_of(found.severity), style_of(found.severity)), "{}: {}: {}. {}", found.code,
                escaped(found.file), found.message, found.hint);
    if (!plan.configuration_lines.empty())
        add_lines(out, plan);
    out.paragraph(plan.is_safe() ? out.styled("Safe", Style::green) +
                                       ": a server that starts at any moment of it has every byte."
                                 : out.styled("Not safe as it stands", Style::red) + ".");
    return out.text();
}

void add_places(JsonWriter& json, const Layout& layout) {
    json.key("places").begin_array();
    for (const migrate::Place& place : layout.places) {
        json.begin_object().member("name", place.name).member("place", place.disk->place(""));
        std::vector<std::string> roles;
        for (const migrate::FileKind kind : migrate::all_kinds) {
            const migrate::Roles& own = layout.roles(kind);
            const auto is = [&](std::size_t number) { return &layout.places[number] == &place; };
            if (std::ranges::any_of(own.old, is))
                roles.push_back(fmt::format("old_{}", name_of(kind)));
            if (is(own.usual))
                roles.emplace_back(name_of(kind));
            if (is(own.latest) && own.latest != own.usual)
                roles.push_back(fmt::format("latest_{}", name_of(kind)));
        }
        add_texts(json, "roles", roles);
        json.end_object();
    }
    json.end_array();
}

void add_members(JsonWriter& json, const Layout& layout, const Plan& plan) {
    add_places(json, layout);
    json.key("moves").begin_array();
    for (const migrate::Move& move : plan.moves)
        json.begin_object()
            .member("action", name_of(move.action))
            .member("kind", name_of(move.kind))
            .member("name", move.name)
            .member("bytes", move.bytes)
            .member("from", layout.places[move.from].name)
            .member("to", layout.places[move.to].name)
            .member("reason", move.reason)
            .member("is_newest", move.is_newest)
            .end_object();
    json.end_array().key("stays").begin_array();
    for (const migrate::Stay& stay : plan.stays)
        json.begin_object()
            .member("kind", name_of(stay.kind))
            .member("name", stay.name)
            .member("bytes", stay.bytes)
            .member("place", layout.places[stay.place].name)
            .member("reason", stay.reason)
            .end_object();
    json.end_array().key("findings").begin_array();
    for (const Finding& found : plan.findings) {
        json.begin_object();
        add_members(json, found);
        json.end_object();
    }
    json.end_array().member("bytes", plan.bytes()).member("is_safe", plan.is_safe());
    add_texts(json, "configuration_lines", plan.configuration_lines);
}
