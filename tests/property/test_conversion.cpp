// Random histories of a live server, written as its files, convert to exactly the tree that it had.
// KFS_SEED and KFS_ROUNDS choose other histories; with KFS_KEEP the directory of a failure stays.
#include "property/keeper_view.h"
#include "property/number_from.h"
#include "property/scenario.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/file_source.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

using namespace keeperfs;
using namespace keeperfs::property;

namespace {

/// A scenario on the disk, and the conversions of it.
class Round {
public:
    explicit Round(std::uint64_t seed) : scenario(seed), random(~seed) {
        std::filesystem::create_directory(source());
        scenario.write_to(source());
        options_.source.snapshots_dir = options_.source.logs_dir = source();
        options_.snapshot_version = static_cast<int>(
            random.between(keeper::snapshot_version::oldest_written, keeper::snapshot_version::newest));
        options_.codec = random.chance(90) ? keeper::SnapshotCodec::lz4_blocks : keeper::SnapshotCodec::zstd;
        options_.threads = 1;
    }

    Scenario scenario;
    Random random;

    std::string source() const { return dir_.file("version-2"); }
    convert::ZooKeeperToKeeperOptions options() const { return options_; }

    struct Result {
        convert::ZooKeeperToKeeperReport report;
        test::WholeSnapshot snapshot;
    };
    Result convert(convert::ZooKeeperToKeeperOptions options) {
        auto& files = io::FileSystem::system();
        options.output_dir = dir_.file("out" + std::to_string(++outputs_));
        std::filesystem::create_directory(options.output_dir);
        Result result{convert::zookeeper_to_keeper(files, options, nullptr), {}};
        io::FileSource file(files, result.report.output_file);
        result.snapshot = test::read_snapshot(file);
        return result;
    }

    /// What is wrong with a conversion that should give the model's tree.
    std::vector<std::string> faults(const Model& model, const convert::ZooKeeperToKeeperOptions& options) {
        const Result result = convert(options);
        std::vector<std::string> faults =
            differences(expected_view(model, options), view_of(result.snapshot));
        check_report(model, result, faults);
        return faults;
    }

    void keep(const char* test) const {
        if (std::getenv("KFS_KEEP") == nullptr)
            return;
        const auto kept =
            std::filesystem::temp_directory_path() / (dir_.path().filename().string() + "-" + test + "-kept");
        std::filesystem::copy(dir_.path(), kept, std::filesystem::copy_options::recursive);
        MESSAGE("kept: ", kept.string());
    }

private:
    test::TestDir dir_;
    convert::ZooKeeperToKeeperOptions options_;
    int outputs_ = 0;

    void check_report(const Model& model, const Result& result, std::vector<std::string>& faults) const {
        const zookeeper::RestoreReport& source = result.report.source;
        const Snapshot* const used = scenario.usable(model.last_zxid);
        const auto expect = [&](bool holds, const std::string& what) {
            if (!holds)
                faults.push_back(what);
        };
        expect(source.snapshot && source.snapshot->name == used->name,
               "another snapshot than " + used->name + " was used");
        expect(source.digests_agreed == source.digests_compared,
               fmt::format("{} of {} digests agree", source.digests_agreed, source.digests_compared));
        expect(source.digests_compared >= scenario.digests(used->known_end(), model.last_zxid),
               fmt::format("only {} digests were compared", source.digests_compared));
        expect(source.nodes_without_acl == 0, "nodes without ACL");
        for (const Finding& finding : source.findings)
            expect(!finding.code.starts_with("replay.") || used->known_end() < used->finished,
                   finding.message);
        for (const auto& [id, timeout] : model.sessions)
            expect(result.snapshot.header.session_id_counter > id,
                   fmt::format("the counter is not above {:x}", id));
        expect(result.snapshot.header.last_log_index == static_cast<std::uint64_t>(model.last_zxid),
               "the log index is not the zxid");
        expect(result.report.nodes == result.snapshot.nodes.size(), "the report counts other nodes");
    }
};

/// Runs a property over the histories: it gives what is wrong.
template <class Property> void for_each_history(const char* name, Property property) {
    const std::uint64_t first = number_from("KFS_SEED", 1), rounds = number_from("KFS_ROUNDS", 150);
    for (std::uint64_t seed = first; seed < first + rounds; ++seed) {
        Round round(seed);
        std::vector<std::string> faults;
        try {
            faults = property(round);
        } catch (const std::exception& error) {
            faults.push_back(error.what());
        }
        if (!faults.empty())
            round.keep(name);
        constexpr std::size_t most = 5;
        faults.resize(std::min(most, faults.size()));
        CHECK_MESSAGE(faults.empty(),
                      fmt::format("{}\n  {}", round.scenario.describe(), fmt::join(faults, "\n  ")));
    }
}

} // namespace

TEST_CASE("a history converts to the live server's tree") {
    for_each_history("end", [](Round& round) { return round.faults(round.scenario.end(), round.options()); });
}

TEST_CASE("a stop at a transaction gives the tree of that moment") {
    for_each_history("until", [](Round& round) -> std::vector<std::string> {
        const Scenario& scenario = round.scenario;
        const std::int64_t until = scenario.middle_zxid();
        if (scenario.is_blurred(until))
            return {};
        auto options = round.options();
        options.source.until_zxid = until;
        if (scenario.usable(until) != nullptr)
            return round.faults(scenario.middle(), options);
        try {
            round.convert(options);
        } catch (const Error&) {
            return {};
        }
        return {"converted although no snapshot reaches back to the moment"};
    });
}

TEST_CASE("a missing transaction is refused") {
    for_each_history("gap", [](Round& round) -> std::vector<std::string> {
        const Scenario& scenario = round.scenario;
        const auto zxids = scenario.indispensable(scenario.usable(INT64_MAX)->zxid);
        if (zxids.empty())
            return {};
        const std::int64_t missing = round.random.pick(zxids);
        scenario.write_to(round.source(), missing);
        try {
            round.convert(round.options());
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::refused && error.message().find("missing") != std::string::npos)
                return {};
            return {fmt::format("without {:x}: {}", missing, error.what())};
        }
        return {fmt::format("converted without {:x}", missing)};
    });
}

TEST_CASE("nodes that are left out change nothing but their parents' number of children") {
    for_each_history("drop", [](Round& round) {
        auto options = round.options();
        if (round.random.chance(50))
            options.sessions = convert::SessionPolicy::drop;
        std::vector<std::string> paths;
        for (const auto& [path, node] : round.scenario.end().nodes)
            if (!path.empty())
                paths.push_back(path);
        for (std::uint64_t count = round.random.below(4); count > 0; --count)
            options.drop_paths.push_back(round.random.pick(paths));
        return round.faults(round.scenario.end(), options);
    });
}
