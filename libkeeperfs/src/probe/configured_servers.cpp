#include "keeperfs/probe/configured_servers.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <algorithm>

namespace keeperfs::probe {

namespace {

struct Ports {
    std::optional<std::uint16_t> plain, secure;
};

Ports ports_of(const config::KeeperSettings& settings, Service service) {
    switch (service) {
    case Service::client:
        return {settings.tcp_port, settings.tcp_port_secure};
    case Service::http_control:
        return {settings.http_control_port, settings.http_control_secure_port};
    case Service::prometheus:
        break;
    }
    return {settings.prometheus_port, std::nullopt};
}

net::Endpoint endpoint_of(const config::RaftServer& server, std::uint16_t port) {
    try {
        // In brackets, since a colon in it belongs to an address and not to a port.
        return net::parse_endpoint(fmt::format("[{}]", server.hostname), port);
    } catch (const Error&) {
        throw Error(ErrorKind::bad_input, fmt::format("{}.hostname: no host is called \"{}\"", server.key,
                                                      escaped(server.hostname)))
            .hint("Correct it, or name the servers.");
    }
}

} // namespace

std::uint16_t usual_port(Service service) noexcept {
    switch (service) {
    case Service::client:
        return net::keepers_client_port;
    case Service::http_control:
        return 9182;
    case Service::prometheus:
        break;
    }
    return 9363;
}

const char* setting_of(Service service, bool wants_tls) noexcept {
    switch (service) {
    case Service::client:
        return wants_tls ? "keeper_server.tcp_port_secure" : "keeper_server.tcp_port";
    case Service::http_control:
        return wants_tls ? "keeper_server.http_control.secure_port" : "keeper_server.http_control.port";
    case Service::prometheus:
        break;
    }
    return "port in the section prometheus";
}

std::optional<ServicePort> configured_port(const config::KeeperSettings& settings, Service service,
                                           bool wants_tls) {
    const auto [plain, secure] = ports_of(settings, service);
    if (!wants_tls && plain)
        return ServicePort{*plain, false};
    if (secure)
        return ServicePort{*secure, true};
    return std::nullopt;
}

HttpQuestion configured_question(HttpEndpoint endpoint, const config::KeeperSettings* settings) {
    HttpQuestion question = *std::ranges::find(http_questions(), endpoint, &HttpQuestion::endpoint);
    if (settings != nullptr && endpoint == HttpEndpoint::ready)
        question.path = settings->readiness_path;
    if (settings != nullptr && endpoint == HttpEndpoint::metrics)
        question.path = settings->prometheus_path;
    return question;
}

std::vector<net::Endpoint> configured_servers(const config::KeeperSettings& settings, std::uint16_t port) {
    std::vector<net::Endpoint> endpoints;
    for (const config::RaftServer& server : settings.servers) {
        net::Endpoint endpoint = endpoint_of(server, port);
        if (std::ranges::find(endpoints, endpoint) == endpoints.end())
            endpoints.push_back(std::move(endpoint));
    }
    if (endpoints.empty())
        throw Error(ErrorKind::bad_input, "keeper_server.raft_configuration names no server")
            .hint("Name the servers.");
    return endpoints;
}

} // namespace keeperfs::probe
