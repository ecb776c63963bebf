#include "convert/loss_plan.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/keeper/digest.h"
#include "keeperfs/keeper/snapshot_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace keeperfs::convert {

namespace v = keeper::snapshot_version;

namespace {
/// Servers of early 2024 computed it, in a form that is known from hearsay only.
constexpr int unpublished_digest_version = 3;
} // namespace

void LossPlan::lose(Loss loss, std::string_view message, std::string_view example) {
    losses_.add(name_of(loss), message, example);
}

bool LossPlan::fit(keeper::SnapshotNode& node) {
    bool changed = false;
    if (version_ < v::ttl && node.ttl_ms) {
        lose(Loss::ttl, "nodes with a TTL become persistent: they never expire",
             fmt::format("{} ({} ms)", as_text(node.path), *node.ttl_ms));
        node.ttl_ms.reset();
        changed = true;
    }
    if (version_ < v::containers && node.stat.ephemeral_owner == tree::container_owner) {
        lose(Loss::containers, "container nodes become persistent: they stay when their last child goes",
             as_text(node.path));
        node.stat.ephemeral_owner = 0;
        changed = true;
    }
    if (version_ < v::wide_sequence && !std::in_range<std::int32_t>(node.seq_num)) {
        using Narrow = std::numeric_limits<std::int32_t>;
        const std::int64_t nearest = node.seq_num < 0 ? Narrow::min() : Narrow::max();
        lose(Loss::sequence,
             "counters beyond 32 bits become the nearest number that fits: the next sequential children sort "
             "before those that are there, or have their names",
             fmt::format("{}: {} becomes {}", as_text(node.path), node.seq_num, nearest));
        node.seq_num = nearest;
        changed = true;
    }
    return changed;
}

void LossPlan::fit(keeper::SnapshotHeader& header) {
    if (header.digest_version != 0 &&
        (version_ < v::zxid_and_digest || header.digest_version == unpublished_digest_version ||
         !keeper::is_known_digest_version(header.digest_version))) {
        lose(Loss::digest, "digest is not stored: a server computes its own where digests are on",
             fmt::format("version {}", header.digest_version));
        header.digest_version = 0;
    }
    if (version_ >= v::zxid_and_digest)
        return;
    const auto index = static_cast<std::int64_t>(header.last_log_index);
    if (header.zxid != index)
        lose(Loss::zxid,
             header.zxid > index
                 ? "zxid: the log index takes its place, and so it goes BACK: numbers of transactions that "
                   "clients have seen are handed out again"
                 : "zxid: the log index takes its place, and so it jumps forward",
             fmt::format("{} becomes {}", hex(header.zxid), hex(index)));
    header.zxid = index;
}

void LossPlan::refuse_unless_accepted(const std::set<Loss>& accepted) {
    std::vector<Change> all = losses_.take();
    losses_ = ChangeLog();
    std::string list, missing;
    for (Change& change : all) {
        list += fmt::format("\n  {}: {} {}", change.code, grouped(change.count), change.message);
        for (std::size_t i = 0; i < std::min<std::size_t>(change.examples.size(), 3); ++i)
            list += fmt::format("{}{}", i == 0 ? ": " : ", ", escaped(change.examples[i]));
        if (change.count > 3)
            list += fmt::format(" and {} more", grouped(change.count - 3));
        const auto loss = std::ranges::find(loss_names, change.code) - loss_names.begin();
        if (!accepted.contains(static_cast<Loss>(loss)))
            missing += " --accept-loss " + change.code;
        losses_.add(std::move(change));
    }
    if (!missing.empty())
        throw Error(
            ErrorKind::refused,
            fmt::format("snapshot version {} cannot hold everything; this would be lost:{}", version_, list))
            .hint(fmt::format("Choose a newer version, or accept it with{}.", missing));
}

} // namespace keeperfs::convert
