#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/new_ensemble.h"

#include <fmt/format.h>

#include <charconv>

namespace keeperfs::config {

namespace {

template <class Number>
std::optional<Number> number_in(std::string_view digits, Number least, Number greatest) {
    Number number{};
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool is_whole = problem == std::errc() && end == digits.data() + digits.size();
    return is_whole && number >= least && number <= greatest ? std::optional(number) : std::nullopt;
}

} // namespace

NewMember parse_member(std::string_view given) {
    const auto refuse = [&](const char* what) {
        return Error(ErrorKind::usage, fmt::format("--server: {}: {}", escaped(given), what))
            .hint("Give it as 1=keeper1.example:9234.");
    };
    const std::size_t equals = given.find('=');
    if (equals == std::string::npos)
        throw refuse("there is no =");
    NewMember member;
    const auto id = number_in<std::int32_t>(given.substr(0, equals), 0, INT32_MAX);
    if (!id)
        throw refuse("the id is no number from 0 to 2147483647");
    member.id = *id;
    std::string_view host = given.substr(equals + 1);
    const std::size_t bracket = host.starts_with('[') ? host.find(']') : 0;
    const std::size_t colon = bracket == std::string_view::npos ? bracket : host.find(':', bracket);
    if (colon != std::string_view::npos) {
        const auto port = number_in<std::uint16_t>(host.substr(colon + 1), 1, 0xffff);
        if (!port)
            throw refuse("the port is no number from 1 to 65535");
        member.port = *port;
        host = host.substr(0, colon);
    }
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    if (host.empty())
        throw refuse("there is no host");
    constexpr std::size_t longest_host = 253; // of DNS
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:%";
    if (host.size() > longest_host || host.find_first_not_of(letters) != std::string_view::npos)
        throw refuse("that is no host");
    member.host = host;
    return member;
}

} // namespace keeperfs::config
