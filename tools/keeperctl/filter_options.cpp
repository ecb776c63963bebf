#include "filter_options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

using namespace keeperfs;

namespace {

constexpr const char* group = "Which nodes";

template <class T> std::optional<T> parsed(const char* option, const std::string& text,
                                           std::optional<T> (*parse)(std::string_view), const char* form) {
    if (text.empty())
        return std::nullopt;
    const auto value = parse(text);
    if (!value)
        throw Error(ErrorKind::usage, fmt::format("{}: {} is not {}", option, escaped(text), form));
    return value;
}

} // namespace

void FilterOptions::add_to(CLI::App& app) {
    const auto value = [&](const char* name, std::string& into, const char* type, const char* description) {
        app.add_option(name, into, description)->type_name(type)->group(group);
    };
    app.add_option("--path", paths, "Paths like this: * in a name, ** for any depth; repeatable")
        ->type_name("GLOB")
        ->expected(1)
        ->take_all()
        ->group(group);
    auto* const only = app.add_flag("--ephemeral", ephemeral, "Only ephemeral nodes")->group(group);
    app.add_flag("--no-ephemeral", no_ephemeral, "No ephemeral nodes")->excludes(only)->group(group);
    value("--owner", owner, "SESSION", "Ephemeral nodes of this session (0x... or decimal)");
    value("--min-size", min_size, "SIZE", "Data of at least this size, for example 100KiB");
    value("--max-size", max_size, "SIZE", "Data of at most this size");
    value("--zxid-from", zxid_from, "ZXID", "Changed by this zxid or a later one");
    value("--zxid-to", zxid_to, "ZXID", "Changed by this zxid or an earlier one");
    value("--changed-since", changed_since, "TIME", "Changed at this time or later");
    value("--changed-before", changed_before, "TIME", "Changed before this time");
}

inspect::NodeFilter FilterOptions::filter() const {
    constexpr const char* size = "a size such as 100KiB";
    constexpr const char* time = "a time such as 2026-11-24T14:05:00Z";
    inspect::NodeFilter filter;
    for (const std::string& pattern : paths)
        filter.paths.emplace_back(pattern);
    if (ephemeral || no_ephemeral)
        filter.is_ephemeral = ephemeral;
    filter.owner = parsed("--owner", owner, parse_session_id, "the id of a session");
    filter.least_data = parsed("--min-size", min_size, parse_size, size);
    filter.most_data = parsed("--max-size", max_size, parse_size, size);
    filter.zxid_from = parsed("--zxid-from", zxid_from, parse_zxid, "a zxid");
    filter.zxid_to = parsed("--zxid-to", zxid_to, parse_zxid, "a zxid");
    filter.changed_since_ms = parsed("--changed-since", changed_since, parse_time, time);
    filter.changed_before_ms = parsed("--changed-before", changed_before, parse_time, time);
    return filter;
}
