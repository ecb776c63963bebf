// The process ends at every call that changes the disk, and the next run finds its way.
#include "fault/conversion.h"
#include "support/crashing_run.h"

#include "keeperfs/io/atomic_output.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

int convert_and_crash(const ConversionCase& what, const std::string& output_dir, std::uint64_t number) {
    return run_and_crash(
        [&](io::FileSystem& files) {
            convert::zookeeper_to_keeper(files, conversion_options(what, output_dir), nullptr);
        },
        number);
}

} // namespace

TEST_CASE("wherever a run dies, no Keeper finds anything but a whole snapshot, and the next run succeeds") {
    for (const ConversionCase& what : conversion_cases) {
        CAPTURE(what.folder);
        const std::string tree = undisturbed_tree(what);
        int crashes = 0, with_a_temporary_file = 0, with_the_whole_file = 0;
        for (std::uint64_t number = 1;; ++number) {
            CAPTURE(number);
            const CoordinationDir out;
            const int end = convert_and_crash(what, out.snapshots(), number);
            if (end == succeeded)
                break;
            REQUIRE(end == crashed);
            ++crashes;
            CHECK(out.foreign().empty());
            const std::vector<std::string> trees = out.loadable_trees();
            REQUIRE(trees.size() <= 1);
            if (!trees.empty())
                CHECK(trees[0] == tree);
            const std::set<std::string> left = out.hidden();
            const auto recognised = io::abandoned_outputs(io::FileSystem::system(), out.snapshots());
            CHECK(std::set<std::string>(recognised.begin(), recognised.end()) == left);
            with_a_temporary_file += left.empty() ? 0 : 1;
            with_the_whole_file += trees.empty() ? 0 : 1;

            auto options = conversion_options(what, out.snapshots());
            options.force = !trees.empty();
            const auto report = convert::zookeeper_to_keeper(io::FileSystem::system(), options, nullptr);
            CHECK(report.findings.size() == left.size());
            CHECK(out.hidden() == left);
            CHECK(out.loadable_trees() == std::vector<std::string>{tree});
        }
        MESSAGE(what.folder, ": ", crashes, " crashes: ", with_a_temporary_file, " left a temporary file, ",
                with_the_whole_file, " the whole snapshot");
        CHECK(crashes >= 7);
        CHECK(with_the_whole_file == 1);
    }
}
