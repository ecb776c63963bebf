#include "commands.h"
#include "snapshot_input.h"
#include "text_report.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/inspect/snapshot_summary.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/keeper/releases.h"

using namespace keeperfs;
using console::Style;
using inspect::DigestVerdict;
using inspect::SnapshotSummary;

namespace {

constexpr CommandText text{"info", "Header, counts, digest and membership of a snapshot",
                           R"(  keeperctl snapshot info snapshot_1200000.bin.zstd
  keeperctl snapshot info /var/lib/clickhouse/coordination --index 1200000
  ssh keeper1 cat /var/lib/clickhouse/coordination/snapshots/snapshot_12.bin.zstd |
      keeperctl snapshot info - --format json)"};

using Options = SnapshotQuestion;

struct Answered {
    std::string file;
    std::uint64_t file_bytes;
    SnapshotSummary summary;
};

std::string digest_text(const inspect::DigestCheck& digest, const TextReport& out) {
    switch (digest.verdict()) {
    case DigestVerdict::not_stored:
        return "not stored";
    case DigestVerdict::unknown_version:
        return fmt::format("{} of version {}, which is not known: it cannot be computed",
                           hex(digest.stored()), digest.version());
    case DigestVerdict::agrees:
        return fmt::format("{} (version {}), {}", hex(digest.stored()), digest.version(),
                           out.styled("agrees with the nodes", Style::green));
    case DigestVerdict::differs:
        break;
    }
    const auto other = digest.computed_with_length();
    return fmt::format("{} (version {}), {}: these give {}{}", hex(digest.stored()), digest.version(),
                       out.styled("does not match the nodes", Style::red), hex(digest.computed()),
                       other ? fmt::format(" or, with the lengths of data, {}", hex(*other)) : "");
}

std::string server_text(const keeper::ClusterServer& server) {
    return fmt::format("{}  {}{}{}{}", server.id, escaped(server.endpoint),
                       server.priority == 1 ? "" : fmt::format(", priority {}", server.priority),
                       server.learner ? ", learner" : "", server.new_joiner ? ", new joiner" : "");
}

/// `name`: of the place where the configuration stands.
void add_members(TextReport& out, const char* name, std::string_view encoded) {
    try {
        const keeper::ClusterConfig config = keeper::decode_cluster_config(as_bytes(encoded), 0);
        out.line(name, "{}, since log index {}", counted(config.servers.size(), "server", "servers"),
                 config.log_index);
        for (const keeper::ClusterServer& server : config.servers)
            out.line("", "{}", server_text(server));
    } catch (const Error& error) {
        out.line(name, "{}", out.styled("cannot be decoded: " + error.finding(), Style::red));
    }
}

std::string to_text(const Answered& answered, bool colored) {
    const SnapshotSummary& summary = answered.summary;
    const keeper::SnapshotHeader& header = summary.header;
    TextReport out(colored);
    out.heading("Snapshot");
    out.line("file", "{}", escaped(answered.file));
    out.line("size", "{} ({} decoded, {})", size_text(answered.file_bytes), size_text(summary.decoded_bytes),
             name_of(summary.codec));
    out.line("format", "version {}; read by Keeper {} and later", header.version,
             keeper::text_of(keeper::first_reader(header.version)));
    out.line("log index", "{} (term {})", header.last_log_index, header.last_log_term);
    out.line("zxid", "{}", hex(header.zxid));
    out.line("next session", "{}", hex(header.session_id_counter));
    out.line("digest", "{}", digest_text(summary.digest, out));
    out.heading("Contents");
    out.line("nodes", "{} ({} ephemeral, {} with a TTL, {})", grouped(summary.nodes),
             grouped(summary.ephemerals), grouped(summary.ttl_nodes),
             counted(summary.containers, "container", "containers"));
    out.line("data", "{}", size_text(summary.data_bytes));
    out.line("paths", "{}", size_text(summary.path_bytes));
    out.line("sessions", "{}", grouped(summary.sessions));
    out.line("ACL lists", "{}", grouped(summary.acl_lists));
    if (summary.unknown_bytes > 0)
        out.line("unknown", "{} behind the last section, passed over",
                 counted(summary.unknown_bytes, "byte", "bytes"));
    out.heading("Membership");
    if (summary.cluster_configuration)
        add_members(out, "used by servers", *summary.cluster_configuration);
    else
        out.line("used by servers", "none stored: they take the members from the log or their settings");
    add_members(out, "in the metadata", header.metadata_configuration);
    return out.text();
}

const char* verdict_name(DigestVerdict verdict) {
    switch (verdict) {
    case DigestVerdict::not_stored:
        return "not_stored";
    case DigestVerdict::unknown_version:
        return "unknown_version";
    case DigestVerdict::agrees:
        return "agrees";
    case DigestVerdict::differs:
        break;
    }
    return "differs";
}

void add_digest(JsonWriter& json, const inspect::DigestCheck& digest) {
    const DigestVerdict verdict = digest.verdict();
    json.key("digest")
        .begin_object()
        .member("verdict", verdict_name(verdict))
        .member("version", digest.version());
    if (verdict != DigestVerdict::not_stored)
        json.member("stored", hex(digest.stored()));
    if (verdict == DigestVerdict::agrees || verdict == DigestVerdict::differs)
        json.member("computed", hex(digest.computed()));
    if (const auto other = digest.computed_with_length())
        json.member("computed_with_length", hex(*other));
    json.end_object();
}

/// Null where none is stored or it cannot be decoded.
void add_members(JsonWriter& json, const char* name, const std::optional<std::string>& encoded) {
    json.key(name);
    std::optional<keeper::ClusterConfig> config;
    try {
        if (encoded)
            config = keeper::decode_cluster_config(as_bytes(*encoded), 0);
    } catch (const Error&) {
        // verify says what is wrong with it
    }
    if (!config) {
        json.null();
        return;
    }
    json.begin_object()
        .member("log_index", config->log_index)
        .member("previous_index", config->previous_index)
        .key("servers")
        .begin_array();
    for (const keeper::ClusterServer& server : config->servers)
        json.begin_object()
            .member("id", server.id)
            .member("endpoint", server.endpoint)
            .member("priority", server.priority)
            .member("learner", server.learner)
            .member("new_joiner", server.new_joiner)
            .end_object();
    json.end_array().end_object();
}

std::string to_json(const Answered& answered) {
    const SnapshotSummary& summary = answered.summary;
    const keeper::SnapshotHeader& header = summary.header;
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("file", answered.file)
        .member("file_bytes", answered.file_bytes)
        .member("decoded_bytes", summary.decoded_bytes)
        .member("codec", name_of(summary.codec))
        .member("snapshot_version", header.version)
        .member("first_reading_release", keeper::text_of(keeper::first_reader(header.version)))
        .member("last_log_index", header.last_log_index)
        .member("last_log_term", header.last_log_term)
        .member("zxid", hex(header.zxid))
        .member("session_id_counter", hex(header.session_id_counter));
    add_digest(json, summary.digest);
    json.member("nodes", summary.nodes)
        .member("ephemerals", summary.ephemerals)
        .member("ttl_nodes", summary.ttl_nodes)
        .member("containers", summary.containers)
        .member("data_bytes", summary.data_bytes)
        .member("path_bytes", summary.path_bytes)
        .member("sessions", summary.sessions)
        .member("acl_lists", summary.acl_lists)
        .member("unknown_bytes", summary.unknown_bytes);
    add_members(json, "membership", summary.cluster_configuration);
    add_members(json, "metadata_membership", header.metadata_configuration);
    json.end_object();
    return std::string(json.view());
}

int run(const Options& options) {
    SnapshotInput input(options.snapshot, options.console, Answer::at_the_end);
    SnapshotSummary summary =
        input.read([](keeper::SnapshotReader& reader) { return inspect::summarize(reader); });
    const Answered answered{input.name(), input.bytes_read(), std::move(summary)};
    if (options.console.format == "json")
        console::print_json(to_json(answered));
    else if (!options.console.quiet)
        console::print(to_text(answered, options.console.colored()));
    return 0;
}

} // namespace

void add_snapshot_info(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
