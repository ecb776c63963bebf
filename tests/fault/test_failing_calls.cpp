// Every call of the file system fails once: the conversion ends as it should, and nothing is left behind.
#include "fault/conversion.h"
#include "support/faulty_filesystem.h"

#include "keeperfs/io/atomic_output.h"

#include <doctest/doctest.h>

#include <array>
#include <atomic>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

constexpr const char* dead_run = ".keeperfs.snapshot_7.bin.zstd.00000001.part";

/// Makes the call of that number fail, and remembers which one it was.
class FailOnce {
public:
    explicit FailOnce(std::uint64_t number) : number_(number) {}
    void operator()(Call call, const std::string& path) {
        if (++calls_ != number_)
            return;
        failed_ = call;
        has_failed_ = true;
        throw failure_of(call, path);
    }
    bool has_failed() const { return has_failed_; }
    Call failed() const { return failed_; }

private:
    std::uint64_t number_;
    std::atomic<std::uint64_t> calls_{0};
    std::atomic<Call> failed_{};
    std::atomic<bool> has_failed_{false};
};

struct Counts {
    std::uint64_t faults = 0, succeeded = 0, ended = 0, stood_after_rename = 0;
};

/// False when the conversion made fewer calls than `number`.
bool convert_with_a_failing_call(const ConversionCase& what, std::uint64_t number, const std::string& tree,
                                 Counts& counts) {
    const CoordinationDir out;
    write_file(out.snapshots() + "/" + dead_run, "left by a run that was killed");
    FailOnce fault(number);
    FaultyFileSystem files([&](Call call, const std::string& path) { fault(call, path); });
    bool succeeded = false;
    std::string message;
    try {
        convert::zookeeper_to_keeper(files, conversion_options(what, out.snapshots()), nullptr);
        succeeded = true;
    } catch (const Error& error) {
        message = error.what();
        CHECK((error.kind() == ErrorKind::bad_input || error.kind() == ErrorKind::bad_output));
        CHECK(error.file().has_value());
        CHECK(message.find("made to fail") != std::string::npos);
    }
    CAPTURE(what.folder);
    CAPTURE(number);
    CAPTURE(static_cast<int>(fault.failed()));
    CAPTURE(message);
    CHECK(out.hidden() == std::set<std::string>{dead_run});
    CHECK(out.foreign().empty());
    const std::vector<std::string> trees = out.loadable_trees();
    const bool after_rename = !succeeded && fault.failed() == Call::sync_directory;
    REQUIRE(trees.size() == (succeeded || after_rename ? 1 : 0));
    if (!trees.empty())
        CHECK(trees[0] == tree);
    if (!fault.has_failed()) {
        CHECK(succeeded);
        return false;
    }
    ++counts.faults;
    ++(succeeded ? counts.succeeded : counts.ended);
    counts.stood_after_rename += after_rename ? 1 : 0;
    return true;
}

} // namespace

TEST_CASE("whatever call of the file system fails, a conversion succeeds wholly or leaves nothing") {
    for (const ConversionCase& what : conversion_cases) {
        const std::string tree = undisturbed_tree(what);
        Counts counts;
        std::uint64_t number = 1;
        while (convert_with_a_failing_call(what, number, tree, counts))
            ++number;
        MESSAGE(what.folder, ": ", counts.faults, " calls made to fail: ", counts.ended, " ended the run (",
                counts.stood_after_rename, " with the whole file in place), ", counts.succeeded,
                " were got over");
        CHECK(counts.faults > 30);
        CHECK(counts.stood_after_rename == 1);
    }
}

TEST_CASE("each kind of call of the output ends the run as an output that cannot be written") {
    for (const Call kind : {Call::create, Call::write, Call::sync, Call::close, Call::lock, Call::rename,
                            Call::sync_directory}) {
        const CoordinationDir out;
        FaultyFileSystem files([&](Call call, const std::string& path) {
            if (call == kind)
                throw failure_of(call, path);
        });
        CAPTURE(static_cast<int>(kind));
        try {
            convert::zookeeper_to_keeper(files, conversion_options({"plain"}, out.snapshots()), nullptr);
            FAIL("the conversion did not notice");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::bad_output);
            CHECK(error.file().value().starts_with(out.snapshots()));
        }
        CHECK(out.hidden().empty());
        CHECK(out.loadable_trees().size() == (kind == Call::sync_directory ? 1 : 0));
    }
}

TEST_CASE("an output that cannot be read back is a failure of the output, not of the input") {
    for (const Call kind : {Call::open, Call::read}) {
        const CoordinationDir out;
        FaultyFileSystem files([&](Call call, const std::string& path) {
            if (call == kind && path.starts_with(out.snapshots()))
                throw failure_of(call, path);
        });
        CAPTURE(static_cast<int>(kind));
        try {
            convert::zookeeper_to_keeper(files, conversion_options({"plain"}, out.snapshots()), nullptr);
            FAIL("the conversion did not notice");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::bad_output);
        }
        CHECK(names_in(out.snapshots()).empty());
    }
}

TEST_CASE("a temporary file that cannot be removed is named by the next run") {
    const CoordinationDir out;
    FaultyFileSystem files([&](Call call, const std::string& path) {
        if (call == Call::sync || call == Call::remove)
            throw failure_of(call, path);
    });
    const auto options = conversion_options({"plain"}, out.snapshots());
    try {
        convert::zookeeper_to_keeper(files, options, nullptr);
        FAIL("the conversion did not notice");
    } catch (const Error& error) {
        CHECK(std::string(error.what()).find("through to the disk") != std::string::npos);
    }
    CHECK(out.loadable_trees().empty());
    REQUIRE(out.hidden().size() == 1);
    const auto report = convert::zookeeper_to_keeper(io::FileSystem::system(), options, nullptr);
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].code == "output.abandoned-file");
    CHECK(report.findings[0].file == out.snapshots() + "/" + *out.hidden().begin());
    CHECK(out.loadable_trees().size() == 1);
}
