#include "keeperfs/probe/prometheus.h"

#include "keeperfs/base/text.h"

#include <cmath>

namespace keeperfs::probe {

namespace {

constexpr std::array<std::string_view, 7> figure_words{"dirs", "ftfl", "lgif", "mntr",
                                                       "pfev", "ruok", "wchs"};

struct Help {
    std::string_view metric, text;
};
constexpr std::array helps{
    Help{"zk_approximate_data_size", "Size of the tree in bytes, as the server estimates it."},
    Help{"zk_avg_latency", "Mean time of a request in milliseconds."},
    Help{"zk_ephemerals_count", "Ephemeral znodes."},
    Help{"zk_followers", "Followers that the leader knows."},
    Help{"zk_key_arena_size", "Memory of the names of znodes in bytes."},
    Help{"zk_latest_snapshot_size", "Size of the newest snapshot in bytes."},
    Help{"zk_max_file_descriptor_count", "File descriptors that the server may open; -1: not known."},
    Help{"zk_max_latency", "Longest time of a request in milliseconds."},
    Help{"zk_min_latency", "Shortest time of a request in milliseconds."},
    Help{"zk_num_alive_connections", "Clients that are connected to this server."},
    Help{"zk_open_file_descriptor_count", "File descriptors that are open."},
    Help{"zk_outstanding_requests", "Requests that wait."},
    Help{"zk_packets_received", "Packets from clients."},
    Help{"zk_packets_sent", "Packets to clients."},
    Help{"zk_server_state", "The server's role, as a label."},
    Help{"zk_synced_followers", "Followers that are up to date with the leader."},
    Help{"zk_version", "The server's version, as a label."},
    Help{"zk_watch_count", "Watches."},
    Help{"zk_znode_count", "Znodes."},
    Help{"keeper_first_log_idx", "Index of the first record of the raft log."},
    Help{"keeper_last_log_idx", "Index of the last record of the raft log."},
    Help{"keeper_last_log_term", "Term of the last record of the raft log."},
    Help{"keeper_last_committed_log_idx", "Index of the last record that is applied."},
    Help{"keeper_leader_committed_log_idx", "Index of the last record that the leader committed."},
    Help{"keeper_target_committed_log_idx", "Index up to which records should be applied."},
    Help{"keeper_last_snapshot_idx", "Index of the newest snapshot."},
    Help{"keeper_feature_flag", "Whether the feature is on."},
};

std::string help_of(std::string_view metric, std::string_view word) {
    const auto known = std::ranges::find(helps, metric, &Help::metric);
    return known == helps.end() ? fmt::format("A figure of {}.", word) : std::string(known->text);
}

/// A name that Prometheus takes: letters, digits and underscores.
std::string metric_name(std::string_view text) {
    std::string name;
    for (const char c : text) {
        const bool may_stand = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        name += may_stand ? c : '_';
    }
    return name;
}

std::string label(std::string_view name, std::string_view value) {
    std::string out = fmt::format("{}=\"", name);
    for (const char c : escaped(value)) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

/// nullopt for what is no figure.
std::optional<std::string> figure(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value))
        return std::to_string(*number);
    if (const auto* number = std::get_if<std::uint64_t>(&value))
        return std::to_string(*number);
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? "1" : "0";
    if (const auto* number = std::get_if<double>(&value))
        return std::isnan(*number) ? "NaN" : fmt::format("{}", *number);
    return std::nullopt;
}

/// Names with these ends belong to counters, histograms and summaries; promtool refuses such gauges.
bool looks_like_part_of_a_histogram(std::string_view name) {
    return name.ends_with("_count") || name.ends_with("_sum") || name.ends_with("_bucket") ||
           name.ends_with("_total");
}

} // namespace

std::span<const std::string_view> words_with_figures() { return figure_words; }

PrometheusText::PrometheusText(std::string_view word)
    : word_(word), up_(word == "mntr"   ? "zk_up"
                       : word == "ruok" ? "zk_ruok"
                                        : fmt::format("keeper_{}_up", word)) {}

void PrometheusText::add_sample(const std::string& name, std::string help, const std::string& labels,
                                std::string value) {
    Metric& metric = metrics_[name];
    if (metric.type.empty()) {
        metric.type = word_ == "pfev" && name != up_         ? "counter"
                      : looks_like_part_of_a_histogram(name) ? "untyped"
                                                             : "gauge";
        metric.help = std::move(help);
    }
    // A server that is named twice, or two names that become one: a second sample would be an error.
    if (metric.labels.insert(labels).second)
        metric.samples.emplace_back(labels, std::move(value));
}

void PrometheusText::add_field(const std::string& instance, const Field& field) {
    const std::string name = metric_name(word_ == "mntr"   ? field.name
                                         : word_ == "wchs" ? "keeper_watch_" + field.name
                                         : word_ == "ftfl" ? "keeper_feature_flag"
                                                           : "keeper_" + field.name);
    const auto value = figure(field.value);
    if (!value) {
        // The name of a role or version becomes a label.
        if (const auto* text = std::get_if<std::string>(&field.value); text != nullptr && word_ == "mntr") {
            const std::string key = field.name == "zk_version" ? "version" : "state";
            add_sample(name, help_of(name, word_), instance + ',' + label(key, *text), "1");
        }
        return;
    }
    const std::string labels = word_ == "ftfl" ? instance + ',' + label("flag", field.name) : instance;
    add_sample(name, help_of(name, word_), labels, *value);
}

void PrometheusText::add_events(const std::string& instance, const std::vector<Record>& events) {
    for (const Record& event : events) {
        const auto* const name = std::get_if<std::string>(&event.front().value);
        const auto value = event.size() > 1 ? figure(event[1].value) : std::nullopt;
        if (name != nullptr && value)
            add_sample("keeper_profile_events_total", "Counters of pfev.",
                       instance + ',' + label("event", *name), *value);
    }
}

void PrometheusText::add(const net::Endpoint& server, const Reply& reply) {
    const std::string instance = label("instance", net::text_of(server));
    add_sample(up_, fmt::format("Whether the server answers {}.", word_), instance,
               reply.is_ok() ? "1" : "0");
    if (!reply.is_ok())
        return;
    for (const Field& field : reply.answer.fields)
        add_field(instance, field);
    for (const List& list : reply.answer.lists)
        add_events(instance, list.records);
}

std::string PrometheusText::text() const {
    std::string out;
    for (const auto& [name, metric] : metrics_) {
        out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, metric.help, name, metric.type);
        for (const auto& [labels, value] : metric.samples)
            out += fmt::format("{}{{{}}} {}\n", name, labels, value);
    }
    return out;
}

} // namespace keeperfs::probe
