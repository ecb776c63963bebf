#pragma once
#include "keeperfs/export.h"
#include "keeperfs/inspect/log_entry.h"
#include "keeperfs/inspect/path_glob.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::inspect {

/// Which operations in a log are wanted: those that meet every condition that is set. Limits are included in
/// what they limit, but for the time's end. Success is not in a record: what a server refused is found too.
struct KEEPERFS_EXPORT LogFilter {
    std::vector<PathGlob> paths;    ///< one of them matches
    std::vector<keeper::OpNum> ops; ///< one of them
    std::vector<std::int64_t> sessions;
    std::optional<std::uint64_t> index_from, index_to;
    std::optional<std::int64_t> zxid_from, zxid_to;
    std::optional<std::int64_t> since_ms, before_ms; ///< a request without time is not found by these

    /// Everything but paths and operations.
    bool accepts(const LogEntry& entry) const noexcept;
    bool accepts(const keeper::RequestOperation& operation) const noexcept;
    /// Whether a record that is no request can be found at all.
    bool is_about_requests() const noexcept;
};

/// The operations of a request: itself, or those of a multi with their places in it.
template <class F> void for_each_operation(const keeper::Request& request, const F& f) {
    const keeper::OpNum op = request.operation.op;
    if (op != keeper::OpNum::multi && op != keeper::OpNum::multi_read) {
        f(request.operation, std::optional<std::size_t>());
        return;
    }
    for (std::size_t i = 0; i < request.parts.size(); ++i)
        f(request.parts[i], std::optional<std::size_t>(i));
}

/// Whether the operation, if it succeeds, writes or removes that node. Of a sequential create only the front
/// of the name is in the log: any ten digits may follow.
KEEPERFS_EXPORT bool writes_to(const keeper::RequestOperation& operation, std::string_view path) noexcept;

} // namespace keeperfs::inspect
