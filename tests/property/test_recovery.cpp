// Ensembles of random histories: members lag, hold tails that raft has overwritten elsewhere, are torn, or
// are of another cluster. KFS_SEED and KFS_ENSEMBLES choose other ones.
#include "property/number_from.h"
#include "property/random.h"
#include "support/keeper_records.h"
#include "support/recovered.h"

#include "keeperfs/base/error.h"
#include "keeperfs/convert/replayed_snapshot.h"
#include "keeperfs/recover/choice.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <deque>
#include <filesystem>

using namespace keeperfs;
using namespace keeperfs::property;
using recover::LogPosition;
using recover::Way;

namespace {

using Log = std::vector<test::OwnedRecord>; ///< of the indices from 1 on

/// A request of which no digest is known. `salt`: other requests of the same index.
test::OwnedRecord request(std::uint64_t index, std::uint64_t term, std::uint64_t salt) {
    std::string behind;
    append_le(behind, static_cast<std::int64_t>(1'000'000 + salt));
    append_le(behind, static_cast<std::int64_t>(index));
    append_le(behind, std::uint8_t{0});
    return {term, keeper::RecordType::application,
            test::request_blob(7, static_cast<std::int32_t>(index), keeper::OpNum::remove,
                               test::Jute().text(fmt::format("/node-{}", salt)).int32(-1).bytes(), behind)};
}
test::OwnedRecord election(std::uint64_t index, std::uint64_t term, std::size_t members) {
    keeper::ClusterConfig config;
    config.log_index = index;
    for (std::size_t i = 1; i <= members; ++i)
        config.servers.push_back({static_cast<std::int32_t>(i), 0, fmt::format("keeper{}:9234", i), "",
                                  i == members && members > 3});
    return {term, keeper::RecordType::configuration, keeper::encode_cluster_config(config)};
}

void grow(Log& log, Random& random, std::uint64_t records, std::size_t members, std::uint64_t salt) {
    std::uint64_t term = log.empty() ? 0 : log.back().term;
    for (std::uint64_t i = 0; i < records; ++i) {
        const std::uint64_t index = log.size() + 1;
        if (i == 0 || random.chance(4)) {
            term += 1 + random.below(2);
            log.push_back(election(index, term, members));
        } else {
            log.push_back(request(index, term, salt + index));
        }
    }
}

LogPosition end_of(const Log& log) { return {log.back().term, log.size()}; }

/// A member's directory.
struct Member {
    test::TestDir dir;
    Log log;
    std::uint64_t snapshot = 0; ///< 0: none
    bool is_foreign = false, is_torn = false;

    std::string place() const { return dir.path().string(); }

    void write(Random& random) const {
        for (const char* folder : {"log", "snapshots"})
            std::filesystem::create_directory(dir.path() / folder);
        for (std::uint64_t from = 1; from <= log.size();) {
            const std::uint64_t to = std::min<std::uint64_t>(log.size(), from + 5 + random.below(60));
            write_log(from, to,
                      random.chance(50) ? keeper::ChangelogCodec::plain : keeper::ChangelogCodec::zstd);
            from = to + 1;
        }
    }
    /// Of a committed state; the logs before it may go.
    void add_snapshot(std::uint64_t index, bool drops_logs) {
        keeper::ReplayPlan plan;
        plan.at_index = index;
        const auto logs = storage::local_disk(dir.file("log"));
        const auto replayed = keeper::replay_directory(*storage::memory_disk(), *logs, plan);
        convert::ReplayedSnapshotOptions options;
        options.output_dir = dir.file("snapshots");
        options.threads = 1;
        convert::write_replayed_snapshot(io::FileSystem::system(), replayed.replay, options);
        snapshot = index;
        if (drops_logs)
            for (const keeper::ChangelogFile& file : keeper::list_data_files(*logs).changelogs)
                if (file.to < index)
                    logs->remove(file.entry.name);
    }
    /// The last file loses its end, and the model what it held.
    void tear(Random& random) {
        const auto logs = storage::local_disk(dir.file("log"));
        const keeper::ChangelogFile last = keeper::list_data_files(*logs).changelogs.back();
        if (last.codec == keeper::ChangelogCodec::zstd || last.from <= snapshot + 1)
            return;
        const std::string path = logs->place(last.entry.name);
        std::string content = test::read_file(path);
        content.resize(1 + random.below(content.size() - 1));
        test::write_file(path, content);
        is_torn = true;
        const auto records = test::records_in(place());
        log.resize(records.empty() ? 0 : records.rbegin()->first);
    }

private:
    void write_log(std::uint64_t from, std::uint64_t to, keeper::ChangelogCodec codec) const {
        test::StringSink sink;
        keeper::ChangelogWriter writer(sink, codec);
        for (std::uint64_t index = from; index <= to; ++index) {
            keeper::ChangelogRecord record;
            record.index = index;
            record.term = log[index - 1].term;
            record.type = log[index - 1].type;
            record.blob = as_bytes(log[index - 1].blob);
            writer.write(record);
        }
        writer.finish();
        test::write_file(dir.path() / "log" / keeper::changelog_name(from, to, codec), sink.content);
    }
};

struct Ensemble {
    std::deque<Member> members;
    bool has_foreign = false;

    explicit Ensemble(Random& random) {
        Log committed;
        const std::size_t size = 3 + random.below(3);
        grow(committed, random, 20 + random.below(150), size, 0);
        for (std::size_t i = 0; i < size; ++i) {
            Member& member = members.emplace_back();
            const std::uint64_t known = i == 0 ? committed.size() : 5 + random.below(committed.size() - 5);
            member.log.assign(committed.begin(), committed.begin() + static_cast<std::ptrdiff_t>(known));
            if (random.chance(35))
                add_tail(member, random, committed, i);
            if (random.chance(6) && i != 0)
                make_foreign(member, random, size);
            member.write(random);
            if (random.chance(50) && !member.is_foreign)
                member.add_snapshot(1 + random.below(std::min(known, member.log.size())), random.chance(50));
            if (random.chance(20))
                member.tear(random);
        }
    }

private:
    /// What a leader of its own term has written, and no majority has.
    static void add_tail(Member& member, Random& random, const Log& committed, std::size_t number) {
        // Nobody is elected who lacks what is committed.
        const bool is_newest = member.log.size() == committed.size();
        const std::uint64_t term = is_newest ? committed.back().term + 1 + number : member.log.back().term;
        const std::uint64_t records = 1 + random.below(10);
        const bool is_overwritten =
            member.log.size() < committed.size() && committed[member.log.size()].term > term;
        for (std::uint64_t i = 0; i < records && (is_newest || is_overwritten); ++i)
            member.log.push_back(request(member.log.size() + 1, term, 100'000 * (number + 1) + i));
    }
    void make_foreign(Member& member, Random& random, std::size_t size) {
        member.log.clear();
        grow(member.log, random, 20 + random.below(100), size, 1'000'000);
        // A term that both have, so that records of one index and term differ, or nothing is the same at all.
        member.is_foreign = has_foreign = true;
    }
};

void check_recovered(const Member& survivor, const std::string& target, const recover::Recovery& recovery,
                     const recover::RecoveryProof& proof, const std::vector<keeper::ClusterServer>& wanted) {
    CHECK(recovery.files.last_index == survivor.log.size());
    CHECK(proof.last_index == survivor.log.size() + (recovery.way == Way::log ? 1 : 0));
    CHECK(recovery.membership.servers == wanted);
    for (const inspect::StartVerdict& verdict : proof.verdicts) {
        REQUIRE(verdict.membership);
        CHECK(verdict.membership->servers == wanted);
    }
    const auto records = test::records_in(target);
    for (std::uint64_t index = survivor.snapshot + 1;
         index <= survivor.log.size() && recovery.way != Way::snapshot; ++index) {
        REQUIRE(records.contains(index));
        CHECK(records.at(index) == survivor.log[index - 1]);
    }
    CHECK(test::replayed(target).replay.zxid() == test::replayed(survivor.place()).replay.zxid());
}

std::vector<keeper::ClusterServer> some_members(Random& random) {
    std::vector<keeper::ClusterServer> members{recover::parse_server("1=keeper1:9234")};
    for (std::int32_t id = 7; random.chance(40) && id < 10; ++id)
        members.push_back({id, 0, fmt::format("new{}:9234", id), "", random.chance(30)});
    return members;
}

} // namespace

TEST_CASE("the survivor that is chosen is never less up to date than another, and nothing of it is lost") {
    auto& files = io::FileSystem::system();
    const std::uint64_t first = number_from("KFS_SEED", 1), ensembles = number_from("KFS_ENSEMBLES", 60);
    std::uint64_t refused = 0;
    for (std::uint64_t seed = first; seed < first + ensembles; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        const Ensemble ensemble(random);
        std::vector<std::string> directories;
        for (const Member& member : ensemble.members)
            if (!member.log.empty())
                directories.push_back(member.place());
        const recover::Survivors survivors = recover::find_survivors(files, {directories, false});
        const auto best = std::ranges::find(ensemble.members, survivors.best().directory, &Member::place);
        REQUIRE(best != ensemble.members.end());
        for (const Member& member : ensemble.members)
            if (!member.log.empty())
                CHECK(end_of(best->log) >= end_of(member.log));
        if (ensemble.has_foreign) {
            ++refused;
            CHECK_THROWS_AS(recover::refuse_disagreement(survivors), Error);
            continue;
        }
        // Where one has only a snapshot of what another has records of, nothing shows that they belong
        // together.
        CHECK_NOTHROW(recover::refuse_divergence(survivors));
        const recover::Choice choice = recover::choose_one(survivors, 0);
        const auto members = some_members(random);
        for (const Way way : recover::all_ways) {
            CAPTURE(recover::name_of(way));
            const test::TestDir out;
            recover::Recovery recovery;
            try {
                recovery = recover::plan_recovery(choice.scans, choice.log, {members, way});
            } catch (const Error& error) {
                CHECK(error.kind() == ErrorKind::refused);
                CHECK(way == Way::section);
                continue;
            }
            const auto proof = recover::execute_recovery(files, choice.scans, recovery, out.file("r"));
            check_recovered(*best, out.file("r"), recovery, proof, members);
        }
    }
    MESSAGE("seeds ", first, " to ", first + ensembles - 1, ": ", refused,
            " ensembles with a foreign member refused");
}
