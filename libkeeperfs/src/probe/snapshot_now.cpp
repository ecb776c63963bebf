#include "keeperfs/probe/snapshot_now.h"

#include "probe/looking.h"
#include "probe/reply_error.h"

#include "keeperfs/base/text.h"

#include <fmt/format.h>

namespace keeperfs::probe {

namespace {

std::uint64_t index_in(const Reply& reply, std::string_view field) {
    const Value* const value = reply.answer.find(field);
    const auto* number = value == nullptr ? nullptr : std::get_if<std::int64_t>(value);
    return number == nullptr || *number < 0 ? 0 : static_cast<std::uint64_t>(*number);
}

/// Raft's log of a Keeper.
struct LogPosition {
    std::uint64_t committed = 0, snapshot = 0;
};
LogPosition position_in(const Reply& lgif) {
    return {index_in(lgif, "last_committed_log_idx"), index_in(lgif, "last_snapshot_idx")};
}

} // namespace

SnapshotMade snapshot_now(const net::Endpoint& server, const AskOptions& ask_options,
                          const Patience& patience) {
    Looking looking(patience, ask_options);
    const LogPosition before = position_in(answered(server, ask(server, "lgif", looking.ask())));
    const Reply csnp = ask(server, "csnp", looking.ask());
    // It also fails where there is nothing that the newest one has not.
    if (csnp.outcome == Outcome::failed && before.snapshot > 0 && before.snapshot >= before.committed)
        return {before.snapshot, true, looking.elapsed()};
    if (csnp.outcome == Outcome::failed)
        throw error_of(server, csnp).hint("One may be under way already: the server's log says.");
    const std::uint64_t wanted = index_in(answered(server, csnp), "snapshot_index");
    for (;;) {
        const Reply lgif = ask(server, "lgif", looking.ask());
        const LogPosition now = position_in(lgif);
        if (lgif.is_ok() && now.snapshot >= wanted)
            return {now.snapshot, before.snapshot >= wanted, looking.elapsed()};
        const std::string missing =
            lgif.is_ok() ? fmt::format("the newest snapshot is {}", now.snapshot) : lgif.message;
        if (!looking.goes_on(fmt::format("snapshot {}: {}", wanted, missing)))
            throw Error(ErrorKind::unreachable,
                        fmt::format("{}: no snapshot {} after {}: {}", net::text_of(server), wanted,
                                    duration_text(looking.elapsed()), missing))
                .hint("It was asked for, and the server may still be writing it: --timeout waits longer.");
    }
}

} // namespace keeperfs::probe
