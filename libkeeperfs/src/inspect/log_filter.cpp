#include "keeperfs/inspect/log_filter.h"

#include <algorithm>

namespace keeperfs::inspect {

using keeper::OpNum;

namespace {

template <class T> bool is_in(T value, const std::optional<T>& from, const std::optional<T>& to) noexcept {
    return (!from || value >= *from) && (!to || value <= *to);
}
template <class T> bool is_one_of(const std::vector<T>& wanted, const T& value) noexcept {
    return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

constexpr std::size_t sequence_digits = 10;

bool is_sequence_number(std::string_view text) noexcept {
    return text.size() == sequence_digits &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}
bool is_at_or_below(std::string_view path, std::string_view top) noexcept {
    return path == top || top == "/" || (path.starts_with(top) && path[top.size()] == '/');
}

} // namespace

bool LogFilter::accepts(const LogEntry& entry) const noexcept {
    if (!is_in(entry.record.index, index_from, index_to))
        return false;
    if (!entry.is_request())
        return !is_about_requests();
    const keeper::Request& request = entry.request;
    if (since_ms || before_ms)
        if (!request.time_ms || (since_ms && *request.time_ms < *since_ms) ||
            (before_ms && *request.time_ms >= *before_ms))
            return false;
    return is_in(request.zxid, zxid_from, zxid_to) && is_one_of(sessions, request.session_id);
}

bool LogFilter::accepts(const keeper::RequestOperation& operation) const noexcept {
    const auto matches = [&](const PathGlob& glob) { return glob.matches(operation.path); };
    return is_one_of(ops, operation.op) && (paths.empty() || std::ranges::any_of(paths, matches));
}

bool LogFilter::is_about_requests() const noexcept {
    return !paths.empty() || !ops.empty() || !sessions.empty() || zxid_from || zxid_to || since_ms ||
           before_ms;
}

bool writes_to(const keeper::RequestOperation& operation, std::string_view path) noexcept {
    const std::string_view own = as_text(operation.path);
    switch (operation.op) {
    case OpNum::create:
    case OpNum::create2:
    case OpNum::create_container:
    case OpNum::create_ttl:
    case OpNum::create_if_not_exists:
        if (operation.sequential)
            return path.starts_with(own) && is_sequence_number(path.substr(own.size()));
        return own == path;
    case OpNum::remove:
    case OpNum::try_remove:
    case OpNum::set:
    case OpNum::set_acl:
        return own == path;
    case OpNum::remove_recursive:
        return is_at_or_below(path, own);
    default:
        return false;
    }
}

} // namespace keeperfs::inspect
