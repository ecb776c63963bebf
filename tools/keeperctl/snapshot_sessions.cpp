#include "commands.h"
#include "snapshot_input.h"
#include "table.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <map>

using namespace keeperfs;

namespace {

constexpr CommandText text{"sessions", "The sessions, and how many ephemeral nodes each has",
                           R"(  keeperctl snapshot sessions snapshot_1200000.bin.zstd
  keeperctl snapshot sessions /var/lib/clickhouse/coordination --format json)"};

using Options = SnapshotQuestion;

struct Found {
    std::vector<tree::Session> sessions;
    std::map<std::int64_t, std::uint64_t> ephemerals; ///< by owner, also by one that is no session
};

Found read_sessions(keeper::SnapshotReader& reader) {
    Found found;
    for (keeper::SnapshotNode node; reader.next(node);)
        if (node.is_ephemeral())
            ++found.ephemerals[node.stat.ephemeral_owner];
    found.sessions = reader.sessions();
    return found;
}

std::string to_text(Found& found) {
    std::vector<TableRow> rows;
    for (const tree::Session& session : found.sessions) {
        std::string authentications;
        for (const auto& [scheme, id] : session.authentications)
            authentications +=
                fmt::format("{}{}:{}", authentications.empty() ? "" : " ", escaped(scheme), escaped(id));
        rows.push_back({hex(session.id), std::to_string(session.timeout_ms),
                        grouped(found.ephemerals[session.id]), authentications});
        found.ephemerals.erase(session.id);
    }
    std::string out = table({"session", "timeout ms", "ephemerals", "authentications"}, rows, "lrrl");
    for (const auto& [owner, count] : found.ephemerals)
        out += fmt::format("{} has {}, and is no session of this snapshot\n", hex(owner),
                           counted(count, "ephemeral node", "ephemeral nodes"));
    return out;
}

std::string to_json(Found& found) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).key("sessions").begin_array();
    for (const tree::Session& session : found.sessions) {
        json.begin_object()
            .member("id", hex(session.id))
            .member("timeout_ms", session.timeout_ms)
            .member("ephemerals", found.ephemerals[session.id])
            .key("authentications")
            .begin_array();
        for (const auto& [scheme, id] : session.authentications)
            json.begin_object().member("scheme", scheme).member("id", id).end_object();
        json.end_array().end_object();
        found.ephemerals.erase(session.id);
    }
    json.end_array().key("owners_without_session").begin_array();
    for (const auto& [owner, count] : found.ephemerals)
        json.begin_object().member("id", hex(owner)).member("ephemerals", count).end_object();
    json.end_array().end_object();
    return std::string(json.view());
}

int run(const Options& options) {
    SnapshotInput input(options.snapshot, options.console, Answer::at_the_end);
    Found found = input.read([](keeper::SnapshotReader& reader) { return read_sessions(reader); });
    if (options.console.format == "json")
        console::print_json(to_json(found));
    else if (!options.console.quiet)
        console::print(to_text(found));
    return 0;
}

} // namespace

void add_snapshot_sessions(CLI::App& group, Chosen& chosen) {
    add_command<Options>(group, chosen, text, run);
}
