#pragma once
#include "support/faulty_filesystem.h"

#include <doctest/doctest.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

namespace keeperfs::test {

/// What came of a run of which one call fails.
struct FailingRun {
    bool has_failed = false; ///< false when it made fewer calls
    bool is_done = false;
    Call kind{}; ///< of the call that failed
};
/// Call `number`, from 1 on, fails. Whatever the run throws is what failed.
inline FailingRun run_with_failure(const std::function<void(io::FileSystem&)>& run, std::uint64_t number) {
    std::atomic<std::uint64_t> calls{0};
    std::atomic<bool> has_failed{false};
    FailingRun out;
    FaultyFileSystem files([&](Call call, const std::string& path) {
        if (++calls != number)
            return;
        out.kind = call;
        has_failed = true;
        throw failure_of(call, path);
    });
    try {
        run(files);
        out.is_done = true;
    } catch (const Error& error) {
        CHECK((error.kind() == ErrorKind::bad_input || error.kind() == ErrorKind::bad_output));
        CHECK(std::string(error.what()).find("made to fail") != std::string::npos);
    }
    out.has_failed = has_failed;
    return out;
}

} // namespace keeperfs::test
