// Several nodes: what must be one, what must differ.
#include "config/checkup.h"

#include "keeperfs/base/text.h"
#include "keeperfs/config/values.h"

namespace keeperfs::config {

namespace {

/// The nodes of one ensemble; each finding stands at the node that is compared with one before it.
class Ensemble {
public:
    Ensemble(std::span<const Configuration> nodes, const CheckPlan& plan) {
        for (const Configuration& node : nodes)
            nodes_.push_back(std::make_unique<Checkup>(node, plan));
    }
    void check() {
        for (std::size_t node = 1; node < nodes_.size(); ++node) {
            check_members(*nodes_[0], *nodes_[node]);
            check_settings(*nodes_[0], *nodes_[node]);
            for (std::size_t other = 0; other < node; ++other)
                check_pair(*nodes_[other], *nodes_[node]);
        }
        check_complete();
    }
    std::vector<ConfigFinding> findings() const {
        std::vector<ConfigFinding> all;
        for (const auto& node : nodes_)
            for (ConfigFinding& found : node->findings())
                all.push_back(std::move(found));
        return all;
    }

private:
    std::vector<std::unique_ptr<Checkup>> nodes_;

    /// What raft itself compares: id, endpoint, and what the member may become.
    static std::map<std::string, const RaftServer*> members(const Checkup& node) {
        std::map<std::string, const RaftServer*> by_text;
        for (const RaftServer& server : node.keeper().servers)
            by_text.emplace(fmt::format("{} at {}{}, priority {}", server.id.value_or(-1), server.endpoint(),
                                        server.can_become_leader ? "" : " (learner)", server.priority),
                            &server);
        return by_text;
    }
    static void check_members(const Checkup& first, Checkup& node) {
        const auto expected = members(first), found = members(node);
        for (const auto& [text, server] : found)
            if (!expected.contains(text))
                node.add("cluster.members-differ", server->key,
                         fmt::format("the member {} is not in the list of {}", escaped(text),
                                     escaped(first.main_file())),
                         "Every node must have the same list.");
        for (const auto& [text, server] : expected)
            if (!found.contains(text))
                node.add("cluster.members-differ", std::string(raft_section),
                         fmt::format("the member {} of {} is missing here", escaped(text),
                                     escaped(first.main_file())),
                         "Every node must have the same list.");
    }

    static std::optional<std::string> meaning(const Checkup& node, const Setting& setting) {
        const auto value = node.configuration().value(below(path_of(setting.section), setting.name));
        const Release release = node.plan().release.value_or(keeper::newest_known_release);
        const std::string text = value ? value->text : std::string(default_in(setting, release));
        if (setting.type == ValueType::boolean)
            if (const auto boolean = boolean_of(text))
                return *boolean ? "true" : "false";
        if (setting.section == Section::coordination_settings)
            if (const auto number = number_with_suffix(text))
                return fmt::format("{}", *number);
        return text;
    }
    static void compare(const Checkup& first, Checkup& node, const Setting& setting) {
        const std::string key = below(path_of(setting.section), setting.name);
        for (const Checkup* one : {&first, static_cast<const Checkup*>(&node)})
            if (one->configuration().has(key) && !one->is_known(key))
                return;
        const auto expected = meaning(first, setting), found = meaning(node, setting);
        if (expected == found)
            return;
        if (key == below(raft_section, "secure"))
            return node.add("cluster.tls-differs", key,
                            fmt::format("raft_configuration.secure is {}, and {} in {}", *found, *expected,
                                        escaped(first.main_file())),
                            "Members that speak TLS do not understand those that do not.");
        node.add("cluster.setting-differs", key,
                 setting.is_secret
                     ? fmt::format("{} is another than in {}", setting.name, escaped(first.main_file()))
                     : fmt::format("{} is '{}', and '{}' in {}", setting.name, escaped(*found),
                                   escaped(*expected), escaped(first.main_file())),
                 "The nodes must agree about it.");
    }
    static void compare_flags(const Checkup& first, Checkup& node) {
        for (const FeatureFlag& flag : feature_flags()) {
            const std::string key = below(flags_section, flag.name);
            if (boolean_of(first.text(key)) != boolean_of(node.text(key)))
                node.add("cluster.setting-differs", key,
                         fmt::format("the feature flag {} is '{}', and '{}' in {}", flag.name,
                                     escaped(node.text(key)), escaped(first.text(key)),
                                     escaped(first.main_file())),
                         "The nodes must agree about it.");
        }
    }
    static void check_settings(const Checkup& first, Checkup& node) {
        for (const Section section :
             {Section::keeper_server, Section::coordination_settings, Section::raft_configuration})
            for (const Setting& setting : settings_of(section))
                if (setting.must_agree)
                    compare(first, node, setting);
        compare_flags(first, node);
    }

    static void check_pair(const Checkup& one, Checkup& node) {
        if (one.keeper().server_id && one.keeper().server_id == node.keeper().server_id)
            node.add(
                "cluster.same-id", below(keeper_section, "server_id"),
                fmt::format("server_id is {}, as in {}", *node.keeper().server_id, escaped(one.main_file())),
                "Each node has the id of another member. Are these files of two nodes?");
        check_buckets(one, node);
        const RaftServer *a = one.keeper().own_server(), *b = node.keeper().own_server();
        if (a == nullptr || b == nullptr || a->id == b->id || a->hostname != b->hostname)
            return;
        check_one_host(one, node);
    }
    static void check_one_host(const Checkup& one, Checkup& node) {
        for (const std::string_view first : {"tcp_port", "tcp_port_secure", "http_control.port"})
            for (const std::string_view second : {"tcp_port", "tcp_port_secure", "http_control.port"}) {
                const std::string key = below(keeper_section, second);
                const auto port = integer_of(node.text(key));
                if (port && port == integer_of(one.text(below(keeper_section, first))))
                    node.add("cluster.port-clash", key,
                             fmt::format("{} is {}, which {} has for {} on the same host", second, *port,
                                         escaped(one.main_file()), first),
                             "Give each a port of its own.");
            }
        for (const StoragePlace& a : {one.keeper().logs, one.keeper().snapshots})
            for (const StoragePlace& b : {node.keeper().logs, node.keeper().snapshots})
                if (!a.path.empty() && a.path == b.path && a.path.starts_with('/'))
                    node.add("cluster.shared-storage", b.key.empty() ? std::string(keeper_section) : b.key,
                             fmt::format("{} is a directory of {} on the same host too", escaped(b.path),
                                         escaped(one.main_file())),
                             "Each node needs directories of its own.");
    }
    /// A bucket is one wherever the nodes run.
    static void check_buckets(const Checkup& one, Checkup& node) {
        for (const DiskSettings& a : one.keeper().disks)
            for (const DiskSettings& b : node.keeper().disks)
                if (!a.endpoint.empty() && a.endpoint == b.endpoint)
                    node.add("cluster.shared-storage", b.key,
                             fmt::format("the disk {} has the endpoint of the disk {} of {}", escaped(b.name),
                                         escaped(a.name), escaped(one.main_file())),
                             "Each node needs a prefix of its own.");
    }

    void check_complete() {
        std::set<std::int64_t> given;
        for (const auto& node : nodes_)
            if (node->keeper().server_id)
                given.insert(*node->keeper().server_id);
        for (const RaftServer& server : nodes_[0]->keeper().servers)
            if (server.id && !given.contains(*server.id))
                nodes_[0]->add("cluster.member-without-file", server.key,
                               fmt::format("the file of the member {} is not among those that are compared",
                                           *server.id));
    }
};

} // namespace

std::vector<ConfigFinding> check_ensemble(std::span<const Configuration> nodes, const CheckPlan& plan) {
    if (nodes.size() < 2)
        return {};
    Ensemble ensemble(nodes, plan);
    ensemble.check();
    std::vector<ConfigFinding> findings = ensemble.findings();
    sort(findings);
    return findings;
}

} // namespace keeperfs::config
