#include "keeperfs/net/endpoint.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <charconv>

namespace keeperfs::net {

namespace {

constexpr std::size_t longest_name = 253; // RFC 1035

[[noreturn]] void refuse(std::string_view text, std::string_view why) {
    throw Error(ErrorKind::usage, fmt::format("{} names no server: {}", escaped(text), why))
        .hint("Give host, host:port or [IPv6 address]:port.");
}

std::uint16_t parse_port(std::string_view digits, std::string_view text) {
    std::uint16_t port = 0;
    const char* const last = digits.data() + digits.size();
    const auto [end, problem] = std::from_chars(digits.data(), last, port);
    if (problem != std::errc() || end != last || port == 0)
        refuse(text, "a port is a number from 1 to 65535");
    return port;
}

bool may_stand_in_a_host(char c) noexcept {
    // '%' stands before the zone of an IPv6 address. Names with letters beyond ASCII are for the resolver.
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.' || c == ':' || c == '%' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

std::string checked_host(std::string_view host, std::string_view text) {
    if (host.empty())
        refuse(text, "the host is missing");
    if (host.size() > longest_name || host.front() == '-' || !std::ranges::all_of(host, may_stand_in_a_host))
        refuse(text, "no host is called like this");
    return std::string(host);
}

Endpoint parse_bracketed(std::string_view text, std::uint16_t default_port) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos)
        refuse(text, "the bracket is not closed");
    const std::string_view rest = text.substr(close + 1);
    if (!rest.empty() && rest[0] != ':')
        refuse(text, "only a port may follow the bracket");
    return {checked_host(text.substr(1, close - 1), text),
            rest.empty() ? default_port : parse_port(rest.substr(1), text)};
}

} // namespace

Endpoint parse_endpoint(std::string_view text, std::uint16_t default_port) {
    if (text.starts_with('['))
        return parse_bracketed(text, default_port);
    const std::size_t colon = text.find(':');
    // A second colon: an IPv6 address without brackets, which leaves no place for a port.
    if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos)
        return {checked_host(text, text), default_port};
    return {checked_host(text.substr(0, colon), text), parse_port(text.substr(colon + 1), text)};
}

std::string text_of(const Endpoint& endpoint) {
    const bool is_v6 = endpoint.host.find(':') != std::string::npos;
    return fmt::format(fmt::runtime(is_v6 ? "[{}]:{}" : "{}:{}"), endpoint.host, endpoint.port);
}

} // namespace keeperfs::net
