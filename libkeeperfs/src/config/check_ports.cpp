// Ports that two want, and ports that nobody opens.
#include "config/checkup.h"

#include "keeperfs/config/values.h"

namespace keeperfs::config {

namespace {

struct Port {
    std::string key;
    std::uint16_t number;
};

/// Those that this process opens, but for raft's.
std::vector<Port> opened_ports(const Checkup& checkup) {
    std::vector<Port> ports;
    const auto add = [&](std::string key) {
        const auto number = integer_of(checkup.text(key));
        if (number && *number > 0 && *number <= 0xffff)
            ports.push_back({std::move(key), static_cast<std::uint16_t>(*number)});
    };
    for (const std::string_view name :
         {"tcp_port", "tcp_port_secure", "http_control.port", "http_control.secure_port"})
        add(below(keeper_section, name));
    add(below("prometheus", "port"));
    for (const char* name :
         {"http_port", "https_port", "interserver_http_port", "interserver_https_port", "tcp_port",
          "tcp_with_proxy_port", "tcp_port_secure", "mysql_port", "postgresql_port", "grpc_port"})
        add(name);
    return ports;
}

void check_raft_port(Checkup& checkup, const RaftServer& server,
                     const std::map<std::uint16_t, Port>& opened) {
    const auto other = server.port ? opened.find(*server.port) : opened.end();
    if (other == opened.end())
        return;
    // A server compares its own ports with those of every member, but passes over http_control and http_port.
    const std::string& key = other->second.key;
    const bool stops =
        key.find("http_control") == std::string::npos && key != "http_port" && key != "https_port";
    if (stops)
        checkup.add(
            "port.raft-clash", server.key + ".port",
            fmt::format("the raft port {} of a member is also {} of this server, which does not start "
                        "on that, whichever member it is",
                        *server.port, key),
            "Give raft a port that no server uses for anything else.");
    else if (&server == checkup.keeper().own_server())
        checkup.add("port.clash", server.key + ".port",
                    fmt::format("raft and {} both want port {}", key, *server.port),
                    "Give each a port of its own.");
}

void check_section_without_port(Checkup& checkup, const std::string& section, std::string_view code) {
    if (checkup.configuration().has(section) && !checkup.configuration().has(below(section, "port")) &&
        !checkup.configuration().has(below(section, "secure_port")))
        checkup.add(code, section, fmt::format("{} has no port, so nothing is served", section),
                    "Give it a port, or take it out.");
}

} // namespace

void check_ports(Checkup& checkup) {
    std::map<std::uint16_t, Port> opened;
    for (const Port& port : opened_ports(checkup)) {
        const auto [other, is_new] = opened.emplace(port.number, port);
        if (!is_new)
            checkup.add("port.clash", port.key,
                        fmt::format("{} and {} both want port {}", other->second.key, port.key, port.number),
                        "Give each a port of its own.");
    }
    for (const RaftServer& server : checkup.keeper().servers)
        check_raft_port(checkup, server, opened);
    if (!checkup.configuration().has(below(keeper_section, "tcp_port")) &&
        !checkup.configuration().has(below(keeper_section, "tcp_port_secure")))
        checkup.add("keeper.no-client-port", std::string(keeper_section),
                    "neither tcp_port nor tcp_port_secure is there, so no client can connect",
                    "Set tcp_port; there is no default.");
    check_section_without_port(checkup, below(keeper_section, "http_control"), "http.no-port");
    check_section_without_port(checkup, "prometheus", "prometheus.no-port");
}

} // namespace keeperfs::config
