#include "property/scenario.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::property {

std::int64_t Snapshot::known_end() const { return std::max({zxid, newest, digest_zxid.value_or(0)}); }

Scenario::Scenario(std::uint64_t seed)
    : seed_(seed), random_(seed), history_(random_, model_), digests_on_(random_.chance(75)) {
    model_.ascii_paths = random_.chance(15);
    run();
    if (snapshots_.size() > 1 && random_.chance(40))
        damage_newest();
    if (random_.chance(50))
        purge_logs();
    for (LogFile& file : logs_)
        file.tail = some_tail(random_, file.records.back().first + 1);
    if (random_.chance(15))
        newest_log_ = random_.chance(50) ? std::string() : test::txnlog_header();
}

void Scenario::run() {
    const auto count = static_cast<std::size_t>(random_.between(5, random_.chance(20) ? 250 : 90));
    const std::size_t middle = random_.below(count);
    std::vector<std::size_t> starts{random_.below(random_.chance(60) ? 1 + count / 4 : 1 + count)};
    if (random_.chance(60))
        starts.push_back(random_.below(count + 1));
    std::ranges::sort(starts);
    auto start = starts.begin();
    middle_ = model_;
    for (std::size_t i = 0;; ++i) {
        // A server writes one snapshot at a time.
        if (start != starts.end() && i >= *start && !writing_) {
            ++start;
            writing_.emplace(model_, random_);
            if (random_.chance(35))
                while (!writing_->done())
                    writing_->step();
            write_some();
            if (writing_->done())
                finish_snapshot(model_.last_zxid, model_.digest());
        }
        if (i == count)
            break;
        one_transaction();
        if (i == middle)
            middle_ = model_;
    }
    if (writing_) {
        while (!writing_->done())
            writing_->step();
        finish_snapshot(model_.last_zxid, model_.digest());
    }
}

void Scenario::one_transaction() {
    history_.only_complete_records = writing_.has_value();
    const std::int64_t zxid_before = model_.last_zxid;
    const std::uint64_t digest_before = model_.digest();
    Txn txn = history_.next([&] {
        // The writer may see, and even end with, half of a transaction.
        if (!writing_)
            return;
        write_some();
        if (writing_->done() && writing_->newest() == model_.last_zxid)
            finish_snapshot(zxid_before, digest_before);
    });
    if (digests_on_ && txn.type != type::error)
        txn.digest = model_.digest();
    log(txn);
    txns_.push_back(std::move(txn));
    if (!writing_) {
        if (random_.chance(2))
            digests_on_ = !digests_on_;
        return;
    }
    write_some();
    if (writing_->done())
        finish_snapshot(model_.last_zxid, model_.digest());
}

void Scenario::log(const Txn& txn) {
    if (logs_.empty() || random_.chance(4))
        logs_.push_back({.first_zxid = txn.zxid, .records = {}, .tail = {}});
    logs_.back().records.emplace_back(txn.zxid, record_of(txn));
}

void Scenario::write_some() {
    for (std::uint64_t steps = random_.chance(60) ? random_.below(3) : random_.below(12);
         steps > 0 && !writing_->done(); --steps)
        writing_->step();
}

/// `whole_zxid`: the last transaction that is wholly applied, which section D names.
void Scenario::finish_snapshot(std::int64_t whole_zxid, std::uint64_t whole_digest) {
    std::optional<test::SnapshotFileWriter::Digest> digest;
    if (digests_on_)
        digest = {.zxid = whole_zxid, .value = whole_digest};
    Snapshot snapshot{.zxid = writing_->zxid(),
                      .newest = writing_->newest(),
                      .finished = model_.last_zxid,
                      .digest_zxid = digest ? std::optional(digest->zxid) : std::nullopt,
                      .name = fmt::format("snapshot.{:x}", writing_->zxid()),
                      .bytes = writing_->bytes(digest, random_.chance(40)),
                      .damaged = false};
    if (random_.chance(15)) {
        snapshot.name += ".gz";
        snapshot.bytes = gzip(snapshot.bytes);
    }
    writing_.reset();
    if (!snapshots_.empty() && snapshots_.back().zxid == snapshot.zxid)
        snapshots_.pop_back();
    snapshots_.push_back(std::move(snapshot));
}

void Scenario::damage_newest() {
    Snapshot& newest = snapshots_.back();
    if (newest.name.ends_with(".gz"))
        return; // a changed byte of a gzip header may mean nothing
    newest.damaged = true;
    if (random_.chance(40)) {
        // A cut between two sections would leave a whole file of an older release.
        do
            newest.bytes.resize(random_.below(newest.bytes.size()));
        while (newest.bytes.ends_with('/'));
        return;
    }
    // The magic is looked at, the rest of the header is not.
    constexpr std::size_t header_bytes = 16;
    char& byte = newest.bytes[header_bytes + random_.below(newest.bytes.size() - header_bytes)];
    byte = static_cast<char>(byte ^ static_cast<char>(1 << random_.below(8)));
}

/// Leaves what the oldest snapshot needs.
void Scenario::purge_logs() {
    while (logs_.size() > 1 && logs_[1].first_zxid <= snapshots_.front().zxid)
        logs_.erase(logs_.begin());
}

const Snapshot* Scenario::usable(std::int64_t until) const {
    for (auto snapshot = snapshots_.rbegin(); snapshot != snapshots_.rend(); ++snapshot)
        if (!snapshot->damaged && snapshot->known_end() <= until)
            return &*snapshot;
    return nullptr;
}

bool Scenario::is_blurred(std::int64_t zxid) const {
    return std::ranges::any_of(snapshots_, [&](const Snapshot& snapshot) {
        return snapshot.known_end() <= zxid && zxid < snapshot.finished;
    });
}

std::uint64_t Scenario::digests(std::int64_t after, std::int64_t until) const {
    return static_cast<std::uint64_t>(std::ranges::count_if(
        txns_, [&](const Txn& txn) { return txn.digest && txn.zxid > after && txn.zxid <= until; }));
}

std::vector<std::int64_t> Scenario::indispensable(std::int64_t after) const {
    std::vector<std::int64_t> zxids;
    for (std::size_t i = 0; i + 1 < txns_.size(); ++i)
        if (txns_[i].zxid > after && txns_[i + 1].zxid == txns_[i].zxid + 1)
            zxids.push_back(txns_[i].zxid);
    return zxids;
}

void Scenario::write_to(const std::string& directory, std::optional<std::int64_t> without) const {
    for (const LogFile& file : logs_)
        test::write_file(fmt::format("{}/log.{:x}", directory, file.first_zxid), file.bytes(without));
    if (newest_log_)
        test::write_file(fmt::format("{}/log.{:x}", directory, model_.last_zxid + 1), *newest_log_);
    for (const Snapshot& snapshot : snapshots_)
        test::write_file(directory + "/" + snapshot.name, snapshot.bytes);
}

void Scenario::write_copy_to(const std::string& directory, std::int64_t cut, bool snapshots_later) const {
    for (LogFile file : logs_) {
        std::erase_if(file.records, [&](const auto& record) { return record.first > cut; });
        if (file.first_zxid <= cut)
            test::write_file(fmt::format("{}/log.{:x}", directory, file.first_zxid), file.bytes({}));
    }
    for (const Snapshot& snapshot : snapshots_)
        if (snapshots_later ? snapshot.zxid <= cut : snapshot.finished <= cut)
            test::write_file(directory + "/" + snapshot.name, snapshot.bytes);
}

std::string Scenario::describe() const {
    std::string text = fmt::format("seed {}: {} transactions up to {:x}, {} nodes", seed_, txns_.size(),
                                   model_.last_zxid, model_.nodes.size());
    for (const Snapshot& snapshot : snapshots_)
        text += fmt::format("\n  {}: may show up to {:x}, holds {:x}, digest at {}{}", snapshot.name,
                            snapshot.finished, snapshot.newest,
                            snapshot.digest_zxid ? fmt::format("{:x}", *snapshot.digest_zxid) : "none",
                            snapshot.damaged ? ", damaged" : "");
    for (const LogFile& file : logs_)
        text += fmt::format("\n  log.{:x}: {} records, {} bytes behind them", file.first_zxid,
                            file.records.size(), file.tail.size());
    return text;
}

} // namespace keeperfs::property
