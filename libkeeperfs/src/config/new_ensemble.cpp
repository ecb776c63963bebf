#include "keeperfs/config/new_ensemble.h"

#include "config/document.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

namespace keeperfs::config {

namespace {

void add_servers(Element& raft, const std::vector<NewMember>& members) {
    for (const NewMember& member : members) {
        Element& server = raft.section("server");
        server.add("id", fmt::format("{}", member.id));
        server.add("hostname", member.host);
        server.add("port", fmt::format("{}", member.port));
        if (member.is_learner)
            server.add("can_become_leader", "false");
        if (member.priority != 1)
            server.add("priority", fmt::format("{}", member.priority));
    }
}

/// The document of one member.
class Composer {
public:
    Composer(const NewEnsemble& ensemble, const NewMember& member)
        : ensemble_(ensemble), member_(member), offset_(members_before_on_its_host()) {}

    Element document() const {
        Element root{
            "clickhouse",
            "",
            fmt::format("The node {} of an ensemble of {}. The nodes differ in server_id, and where they "
                        "share a host or a bucket in ports and places.",
                        member_.id, ensemble_.members.size()),
            {}};
        add_logger(root);
        root.add("listen_host", ensemble_.listen_host, "The address that clients, raft and probes reach.");
        root.add("path", place(),
                 "The raft state of releases 22.7 and 22.8, and what has no place of its own.");
        add_disks(root);
        add_keeper(root);
        add_prometheus(root);
        add_tls(root);
        return root;
    }

private:
    const NewEnsemble& ensemble_;
    const NewMember& member_;
    std::uint16_t offset_;

    bool shares_its_host() const {
        return std::ranges::count(ensemble_.members, member_.host, &NewMember::host) > 1;
    }
    std::uint16_t members_before_on_its_host() const {
        std::uint16_t before = 0;
        for (const NewMember& other : ensemble_.members) {
            if (other.id == member_.id)
                break;
            before = static_cast<std::uint16_t>(before + (other.host == member_.host));
        }
        return before;
    }
    std::string port(std::uint16_t first) const {
        return fmt::format("{}", first + port_step_on_one_host * offset_);
    }
    std::string own(const std::string& place) const {
        return io::join(place, fmt::format("keeper-{}", member_.id));
    }
    std::string place() const {
        return (shares_its_host() ? own(ensemble_.storage_path) : ensemble_.storage_path) + "/";
    }

    void add_logger(Element& root) const {
        Element& logger = root.section("logger");
        const std::string name =
            shares_its_host() ? fmt::format("keeper-{}", member_.id) : "clickhouse-keeper";
        logger.add("level", "information");
        logger.add("log", fmt::format("/var/log/clickhouse-keeper/{}.log", name));
        logger.add("errorlog", fmt::format("/var/log/clickhouse-keeper/{}.err.log", name));
        logger.add("size", "1000M");
        logger.add("count", "10");
    }

    void add_disks(Element& root) const {
        if (ensemble_.disks.empty())
            return;
        Element& disks =
            root.section("storage_configuration", "Releases from 23.7 on; earlier ones pass over it.")
                .section("disks");
        for (const NewDisk& disk : ensemble_.disks) {
            Element& written = disks.section(disk.name);
            written.add("type", disk.type);
            if (disk.type == "local") {
                written.add("path", (shares_its_host() ? own(disk.place) : disk.place) + "/");
            } else {
                written.add("endpoint", own(disk.place) + "/", "Each node has a prefix of its own.");
                written.add("use_environment_credentials", "true",
                            "Or access_key_id and secret_access_key, in a file that only the server reads.");
            }
        }
    }

    void add_keeper(Element& root) const {
        Element& keeper = root.section("keeper_server");
        keeper.add("server_id", fmt::format("{}", member_.id),
                   "The id that this node has in raft_configuration.");
        keeper.add("tcp_port", port(ensemble_.client_port), "For clients.");
        if (ensemble_.secure_client_port)
            keeper.add("tcp_port_secure", port(*ensemble_.secure_client_port), "For clients, with TLS.");
        keeper.add("storage_path", place(),
                   "Holds logs, snapshots and the raft state. A fast disk pays here.");
        add_disk_choices(keeper);
        Element& coordination = keeper.section(
            "coordination_settings", "The same on every node. A name that a release does not know stops it.");
        coordination.add("operation_timeout_ms", "10000");
        coordination.add("session_timeout_ms", "30000", "The longest that a client can ask for.");
        coordination.add("raft_logs_level", "information");
        add_members(keeper);
        if (ensemble_.http_port)
            keeper.section("http_control", "GET /ready answers 200 when the node serves. From 23.12 on.")
                .add("port", port(*ensemble_.http_port));
    }
    void add_disk_choices(Element& keeper) const {
        for (const auto& [name, disk] :
             {std::pair("log_storage_disk", &ensemble_.log_disk),
              std::pair("latest_log_storage_disk", &ensemble_.latest_log_disk),
              std::pair("snapshot_storage_disk", &ensemble_.snapshot_disk),
              std::pair("latest_snapshot_storage_disk", &ensemble_.latest_snapshot_disk)})
            if (!disk->empty())
                keeper.add(name, *disk);
    }
    void add_members(Element& keeper) const {
        Element& raft =
            keeper.section("raft_configuration", "The same on every node. Never give an id again.");
        if (ensemble_.raft_tls)
            raft.add("secure", "true", "The members speak TLS with each other, by openSSL below.");
        add_servers(raft, ensemble_.members);
    }

    void add_prometheus(Element& root) const {
        if (!ensemble_.prometheus_port)
            return;
        Element& prometheus = root.section("prometheus");
        prometheus.add("endpoint", "/metrics");
        prometheus.add("port", port(*ensemble_.prometheus_port));
        for (const char* name : {"metrics", "events", "asynchronous_metrics"})
            prometheus.add(name, "true");
    }

    void add_tls(Element& root) const {
        if (!ensemble_.raft_tls && !ensemble_.secure_client_port)
            return;
        Element& tls = root.section("openSSL");
        for (const char* side : {"server", "client"}) {
            const bool is_server = std::string_view(side) == "server";
            Element& section =
                tls.section(side, is_server ? "For whoever connects to this node."
                                            : "For this node when it connects to other members.");
            section.add("certificateFile", ensemble_.certificate);
            section.add("privateKeyFile", ensemble_.private_key);
            section.add("caConfig", ensemble_.ca);
            section.add("loadDefaultCAFile", "false");
            section.add("verificationMode", is_server ? "relaxed" : "strict");
            section.add("disableProtocols", "sslv2,sslv3,tlsv1,tlsv1_1");
            if (!is_server)
                section.section("invalidCertificateHandler").add("name", "RejectCertificateHandler");
        }
    }
};

} // namespace

std::string configuration_of(const NewEnsemble& ensemble, const NewMember& member) {
    const Element document = Composer(ensemble, member).document();
    return ensemble.syntax == NewEnsemble::Syntax::xml ? to_xml(document) : to_yaml(document);
}

std::string raft_configuration_of(const std::vector<NewMember>& members) {
    Element root{"clickhouse", "", "", {}};
    add_servers(root.section("keeper_server").section("raft_configuration"), members);
    return to_xml(root);
}

} // namespace keeperfs::config
