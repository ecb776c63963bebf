#include "commands.h"
#include "config_findings.h"
#include "console/console.h"
#include "options/server_version_option.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/new_ensemble.h"

using namespace keeperfs;
using config::NewDisk;
using config::NewEnsemble;
using config::NewMember;

namespace {

constexpr CommandText text{
    "init", "Write the configuration of every node of a new ensemble",
    R"(  keeperctl config init --server 1=keeper1 --server 2=keeper2 --server 3=keeper3 --output-dir ensemble
  keeperctl config init --server 1=localhost:9234 --server 2=localhost:9235 --server 3=localhost:9236 \
      --syntax yaml --output-dir tryout
  keeperctl config init --server 1=keeper1 --raft-tls --disk old=s3_plain:https://s3/bucket/keeper \
      --snapshot-disk old --output-dir ensemble)"};

struct Options {
    std::vector<std::string> servers, disks;
    std::string output_dir, syntax = "xml";
    NewEnsemble ensemble;
    options::ServerVersionOption server_version;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("--server", servers,
                       "A member: its id, its host, and raft's port (9234); once for each")
            ->type_name("ID=HOST[:PORT]")
            ->take_all()
            ->required()
            ->group("Members");
        add_output(app);
        add_ports(app);
        add_tls(app);
        add_disks(app);
        console.add_to(app);
    }

private:
    void add_output(CLI::App& app) {
        app.add_option("--output-dir", output_dir, "The new directory; each node has one of its own in it")
            ->type_name("DIR")
            ->required()
            ->group("Output");
        app.add_option("--syntax", syntax, "Of the files; default xml")
            ->type_name("xml|yaml")
            ->check(CLI::IsMember({"xml", "yaml"}).description(""))
            ->group("Output");
        server_version.add_to(app, "Output", "The release that the files are for; they are checked for it");
    }
    void add_ports(CLI::App& app) {
        const char* group = "Addresses";
        const auto add = [&](const char* name, auto& port, const char* description) {
            app.add_option(name, port, description)
                ->type_name("PORT")
                ->check(CLI::Range(1, 0xffff).description(""))
                ->group(group);
        };
        add("--client-port", ensemble.client_port, "For clients; default 9181");
        add("--secure-client-port", ensemble.secure_client_port, "For clients, with TLS");
        add("--http-port", ensemble.http_port, "For the readiness probe over HTTP");
        add("--prometheus-port", ensemble.prometheus_port, "For Prometheus");
        app.add_option("--listen-host", ensemble.listen_host, "The address to listen on; default 0.0.0.0")
            ->type_name("ADDRESS")
            ->group(group);
    }
    void add_tls(CLI::App& app) {
        const char* group = "TLS";
        app.add_flag("--raft-tls", ensemble.raft_tls, "The members encrypt what they send each other")
            ->group(group);
        const auto add = [&](const char* name, std::string& file, const char* description) {
            app.add_option(name, file, description)->type_name("FILE")->group(group);
        };
        add("--certificate", ensemble.certificate, "On each node; default /etc/clickhouse-keeper/server.crt");
        add("--private-key", ensemble.private_key, "Default /etc/clickhouse-keeper/server.key");
        add("--ca", ensemble.ca, "Whose certificates are believed; default /etc/clickhouse-keeper/ca.crt");
    }
    void add_disks(CLI::App& app) {
        const char* group = "Storage";
        app.add_option("--storage-path", ensemble.storage_path,
                       "Where everything lies; default /var/lib/clickhouse-keeper")
            ->type_name("DIR")
            ->group(group);
        app.add_option("--disk", disks, "A disk: its name, local, s3 or s3_plain, and its directory or URL")
            ->type_name("NAME=TYPE:PLACE")
            ->take_all()
            ->group(group);
        const auto add = [&](const char* name, std::string& disk, const char* description) {
            app.add_option(name, disk, description)->type_name("NAME")->group(group);
        };
        add("--log-disk", ensemble.log_disk, "The disk of the log");
        add("--latest-log-disk", ensemble.latest_log_disk, "The disk of its newest file, a local one");
        add("--snapshot-disk", ensemble.snapshot_disk, "The disk of the snapshots");
        add("--latest-snapshot-disk", ensemble.latest_snapshot_disk, "The disk of the newest snapshot");
    }
};

/// "old=s3_plain:https://s3/bucket/keeper".
NewDisk parse_disk(const std::string& given) {
    const auto refuse = [&](const char* what) {
        return Error(ErrorKind::usage, fmt::format("--disk: {}: {}", escaped(given), what))
            .hint("Give it as fast=local:/mnt/fast or old=s3_plain:https://host/bucket/prefix.");
    };
    const std::size_t equals = given.find('='), colon = given.find(':', equals);
    if (equals == std::string::npos || colon == std::string::npos)
        throw refuse("there is no name, type or place");
    NewDisk disk{given.substr(0, equals), given.substr(equals + 1, colon - equals - 1),
                 given.substr(colon + 1)};
    while (disk.place.size() > 1 && disk.place.ends_with('/'))
        disk.place.pop_back();
    if (disk.type != "local" && disk.type != "s3" && disk.type != "s3_plain")
        throw refuse("its type is none of local, s3 and s3_plain");
    const bool is_url = disk.place.starts_with("http://") || disk.place.starts_with("https://");
    if (disk.type == "local" ? !disk.place.starts_with('/') : !is_url)
        throw refuse(disk.type == "local" ? "its place is no whole path" : "its place is no URL");
    return disk;
}

NewEnsemble ensemble_of(const Options& options) {
    if (options.output_dir.empty())
        throw Error(ErrorKind::usage, "--output-dir: the name is empty");
    NewEnsemble ensemble = options.ensemble;
    for (const std::string& server : options.servers)
        ensemble.members.push_back(config::parse_member(server));
    for (const std::string& disk : options.disks)
        ensemble.disks.push_back(parse_disk(disk));
    if (!ensemble.storage_path.starts_with('/'))
        throw Error(ErrorKind::usage,
                    fmt::format("--storage-path: {} is no whole path", escaped(ensemble.storage_path)));
    while (ensemble.storage_path.size() > 1 && ensemble.storage_path.ends_with('/'))
        ensemble.storage_path.pop_back();
    ensemble.syntax = options.syntax == "xml" ? NewEnsemble::Syntax::xml : NewEnsemble::Syntax::yaml;
    return ensemble;
}

std::string to_json(const config::WrittenEnsemble& written) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).key("nodes").begin_array();
    for (const config::NewNode& node : written.nodes)
        json.begin_object().member("id", node.id).member("file", node.file).end_object();
    json.end_array().key("findings").begin_array();
    for (const config::ConfigFinding& found : written.findings)
        add_finding(json, found);
    json.end_array().end_object();
    return std::string(json.view()) + "\n";
}

std::string to_text(const config::WrittenEnsemble& written, const console::ConsoleOptions& console) {
    TextReport out(console.colored());
    out.heading("Written");
    for (const config::NewNode& node : written.nodes)
        out.line(fmt::format("node {}", node.id), "{}", escaped(node.file));
    add_findings(out, written.findings, console.verbose);
    out.heading("Next steps");
    out.row("",
            "Copy each file to its node as /etc/clickhouse-keeper/{}, readable for the server alone, and "
            "start the nodes one after the other.",
            written.nodes.front().file.ends_with("xml")
                ? "keeper_config.xml"
                : "keeper_config.yaml, which --config-file must name");
    return out.text();
}

int run(const Options& options) {
    config::CheckPlan plan;
    plan.release = options.server_version.release();
    const config::WrittenEnsemble written =
        config::write_ensemble(io::FileSystem::system(), ensemble_of(options), options.output_dir, plan);
    if (options.console.format == "json")
        console::print_json(to_json(written));
    else if (!options.console.quiet)
        console::print(to_text(written, options.console));
    return 0;
}

} // namespace

void add_config_init(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
