// A conversion in two phases gives what one of the stopped server's directory gives, wherever the copy was
// made. KFS_SEED and KFS_ROUNDS choose other histories.
#include "property/keeper_view.h"
#include "property/number_from.h"
#include "property/scenario.h"
#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/convert/catch_up.h"
#include "keeperfs/io/file_source.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>

using namespace keeperfs;
using namespace keeperfs::property;

namespace {

enum class Outcome { no_bulk, refused, equal };

class Migration {
public:
    explicit Migration(std::uint64_t seed) : scenario_(seed), random_(~seed) {
        for (const char* const name : {"copy", "final", "bulk", "caught-up", "full"})
            std::filesystem::create_directory(dir_.file(name));
        cut_ = scenario_.some_zxid(random_);
        snapshots_later_ = random_.chance(40);
        scenario_.write_copy_to(dir_.file("copy"), cut_, snapshots_later_);
        scenario_.write_to(dir_.file("final"));
        options_.snapshot_version = static_cast<int>(
            random_.between(keeper::snapshot_version::oldest_written, keeper::snapshot_version::newest));
        options_.special_nodes = random_.chance(30) ? convert::SpecialNodePolicy::persistent
                                                    : convert::SpecialNodePolicy::automatic;
        if (random_.chance(30))
            options_.acls = convert::AclPolicy::open;
        if (random_.chance(50))
            for (const char* const rule :
                 {"digest:*=world:anyone", "ip:*=digest:u:hash", "world:anyone=digest:v:hash:r"})
                if (random_.chance(50))
                    options_.acl_map.push_back(*convert::parse_acl_rule(rule));
        options_.threads = 1;
    }

    /// Whether files alone cannot tell that the copy shows something of later transactions.
    bool is_blurred() const { return snapshots_later_ && scenario_.is_blurred(cut_); }
    std::string describe() const {
        return fmt::format("cut at {:x}{}\n{}", cut_, snapshots_later_ ? ", snapshots copied later" : "",
                           scenario_.describe());
    }

    /// `faults`: how the outcome differs from that of a full conversion.
    Outcome run(std::vector<std::string>& faults) {
        auto& files = io::FileSystem::system();
        const std::string notes = dir_.file("notes");
        try {
            auto bulk = options_from("copy", "bulk");
            bulk.catch_up_file = notes;
            bulk.source.allow_fuzzy = true;
            convert::zookeeper_to_keeper(files, bulk, nullptr);
        } catch (const Error&) {
            return Outcome::no_bulk;
        }
        convert::ZooKeeperToKeeperReport caught_up;
        try {
            caught_up = convert::catch_up(files,
                                          {.catch_up_file = notes,
                                           .bulk_snapshot = {},
                                           .snapshots_dir = dir_.file("final"),
                                           .logs_dir = dir_.file("final"),
                                           .output_dir = dir_.file("caught-up"),
                                           .threads = 1},
                                          nullptr);
        } catch (const Error& error) {
            refusal_ = error.what();
            return Outcome::refused;
        }
        const auto full = convert::zookeeper_to_keeper(files, options_from("final", "full"), nullptr);
        const auto found = read(caught_up), wanted = read(full);
        faults = differences(view_of(wanted), view_of(found));
        if (found.header.zxid != wanted.header.zxid ||
            found.header.last_log_index != wanted.header.last_log_index)
            faults.push_back("another zxid");
        // The bulk conversion may have seen sessions in logs that the newest snapshot makes needless.
        if (found.header.session_id_counter < wanted.header.session_id_counter)
            faults.push_back("another counter of sessions");
        return Outcome::equal;
    }
    const std::string& refusal() const { return refusal_; }

private:
    test::TestDir dir_;
    Scenario scenario_;
    Random random_;
    std::int64_t cut_ = 0;
    bool snapshots_later_ = false;
    convert::ZooKeeperToKeeperOptions options_;
    std::string refusal_;

    convert::ZooKeeperToKeeperOptions options_from(const char* source, const char* output) const {
        auto options = options_;
        options.source.snapshots_dir = options.source.logs_dir = dir_.file(source);
        options.output_dir = dir_.file(output);
        return options;
    }
    static test::WholeSnapshot read(const convert::ZooKeeperToKeeperReport& report) {
        io::FileSource file(io::FileSystem::system(), report.output_file);
        return test::read_snapshot(file);
    }
};

} // namespace

TEST_CASE("catching up gives what a full conversion gives") {
    const std::uint64_t first = number_from("KFS_SEED", 1), rounds = number_from("KFS_ROUNDS", 150);
    std::uint64_t equal = 0;
    for (std::uint64_t seed = first; seed < first + rounds; ++seed) {
        Migration migration(seed);
        std::vector<std::string> faults;
        const Outcome outcome = migration.run(faults);
        CHECK_MESSAGE((outcome != Outcome::refused || migration.is_blurred()),
                      fmt::format("{}\n  {}", migration.describe(), migration.refusal()));
        faults.resize(std::min<std::size_t>(faults.size(), 5));
        CHECK_MESSAGE(faults.empty(),
                      fmt::format("{}\n  {}", migration.describe(), fmt::join(faults, "\n  ")));
        equal += outcome == Outcome::equal ? 1 : 0;
    }
    MESSAGE(fmt::format("{} of {} histories were caught up", equal, rounds));
    CHECK(equal * 2 > rounds);
}
