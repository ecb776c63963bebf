#include "config_check_report.h"

#include "config_findings.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"

#include <algorithm>

using namespace keeperfs;
using config::ConfigFinding;
using config::KeeperSettings;
using config::StoragePlace;
using console::Style;

namespace {

std::string place_text(const StoragePlace& place) {
    return place.disk.empty() ? escaped(place.path) : fmt::format("disk {}", escaped(place.disk));
}

class Text {
public:
    Text(const ConfigCheckAnswer& answer, bool colored, bool verbose)
        : answer_(answer), verbose_(verbose), out_(colored) {}

    std::string write() {
        for (const CheckedNode& node : answer_.nodes)
            add(node);
        if (!answer_.between_nodes.empty())
            out_.heading("Between the nodes");
        add(answer_.between_nodes);
        conclude();
        return out_.text();
    }

private:
    const ConfigCheckAnswer& answer_;
    bool verbose_;
    TextReport out_;
    FindingCounts counts_;

    void add(const CheckedNode& node) {
        out_.heading(escaped(node.main_file));
        if (node.configuration.has("keeper_server"))
            describe(node.settings);
        if (verbose_)
            for (const config::SourceFile& file : node.configuration.files())
                out_.line(name_of(file.role), "{}{}{}", escaped(file.path), file.reason.empty() ? "" : ": ",
                          escaped(file.reason));
        add(node.findings);
    }
    void describe(const KeeperSettings& settings) {
        if (settings.server_id)
            out_.line("server", "{} of {}", *settings.server_id,
                      counted(settings.servers.size(), "member", "members"));
        if (settings.tcp_port || settings.tcp_port_secure)
            out_.line("port for clients", "{}{}{}",
                      settings.tcp_port ? fmt::format("{}", *settings.tcp_port) : "",
                      settings.tcp_port && settings.tcp_port_secure ? ", " : "",
                      settings.tcp_port_secure ? fmt::format("{} with TLS", *settings.tcp_port_secure) : "");
        out_.line("log", "{}", place_text(settings.logs));
        out_.line("snapshots", "{}", place_text(settings.snapshots));
    }
    void add(const std::vector<ConfigFinding>& findings) {
        const FindingCounts counts = add_findings(out_, findings, verbose_);
        counts_.errors += counts.errors;
        counts_.warnings += counts.warnings;
        counts_.left_out += counts.left_out;
    }
    void conclude() {
        if (counts_.left_out > 0)
            out_.paragraph(fmt::format(
                "{} about releases before {}: --verbose lists them, --server-version asks "
                "about one.",
                counted(counts_.left_out, "note", "notes"), keeper::text_of(keeper::newest_known_release)));
        const std::string server =
            "a server of " + keeper::text_of(answer_.release.value_or(keeper::newest_known_release));
        if (counts_.errors + counts_.warnings == 0)
            return out_.paragraph(out_.styled(fmt::format("Nothing is wrong for {}.", server), Style::green));
        out_.paragraph(
            out_.styled(fmt::format("{} and {} for {}.", counted(counts_.errors, "error", "errors"),
                                    counted(counts_.warnings, "warning", "warnings"), server),
                        counts_.errors > 0 ? Style::red : Style::yellow));
    }
};

void add(JsonWriter& json, std::string_view name, const std::vector<ConfigFinding>& findings) {
    json.key(name).begin_array();
    for (const ConfigFinding& found : findings)
        add_finding(json, found);
    json.end_array();
}

void add(JsonWriter& json, std::string_view name, const StoragePlace& place) {
    json.key(name).begin_object();
    if (place.disk.empty())
        json.member("path", place.path);
    else
        json.member("disk", place.disk);
    json.end_object();
}

void add(JsonWriter& json, const KeeperSettings& settings) {
    if (settings.server_id)
        json.member("server_id", *settings.server_id);
    if (settings.tcp_port)
        json.member("tcp_port", std::uint32_t{*settings.tcp_port});
    if (settings.tcp_port_secure)
        json.member("tcp_port_secure", std::uint32_t{*settings.tcp_port_secure});
    add(json, "log", settings.logs);
    add(json, "snapshots", settings.snapshots);
    json.key("members").begin_array();
    for (const config::RaftServer& server : settings.servers) {
        json.begin_object();
        if (server.id)
            json.member("id", *server.id);
        json.member("endpoint", server.endpoint())
            .member("can_become_leader", server.can_become_leader)
            .end_object();
    }
    json.end_array();
}

void add(JsonWriter& json, const CheckedNode& node) {
    json.begin_object().member("file", node.main_file).key("files").begin_array();
    for (const config::SourceFile& file : node.configuration.files()) {
        json.begin_object().member("file", file.path).member("role", name_of(file.role));
        if (!file.reason.empty())
            json.member("reason", file.reason);
        json.end_object();
    }
    json.end_array();
    add(json, node.settings);
    add(json, "findings", node.findings);
    json.end_object();
}

} // namespace

bool ConfigCheckAnswer::is_clean() const {
    const auto is_note = [](const ConfigFinding& found) { return found.finding.severity == Severity::note; };
    return std::ranges::all_of(between_nodes, is_note) &&
           std::ranges::all_of(
               nodes, [&](const CheckedNode& node) { return std::ranges::all_of(node.findings, is_note); });
}

std::string to_text(const ConfigCheckAnswer& answer, bool colored, bool verbose) {
    return Text(answer, colored, verbose).write();
}

std::string to_json(const ConfigCheckAnswer& answer) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).member("clean", answer.is_clean());
    if (answer.release)
        json.member("release", keeper::text_of(*answer.release));
    json.key("nodes").begin_array();
    for (const CheckedNode& node : answer.nodes)
        add(json, node);
    json.end_array();
    add(json, "findings_between_nodes", answer.between_nodes);
    json.end_object();
    return std::string(json.view()) + "\n";
}
