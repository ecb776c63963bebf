#pragma once
#include "support/faulty_filesystem.h"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <exception>

namespace keeperfs::test {

/// How a run in a process of its own ended.
inline constexpr int crashed = 77, succeeded = 0, failed = 1;

/// run(FaultyFileSystem&) in a process of its own, which ends before its call of that number that changes the
/// disk.
template <class Run> int run_and_crash(const Run& run, std::uint64_t number) {
    const pid_t child = ::fork();
    if (child == 0) {
        std::atomic<std::uint64_t> calls{0};
        FaultyFileSystem files([&](Call call, const std::string&) {
            if (changes_the_disk(call) && ++calls == number)
                ::_exit(crashed);
        });
        try {
            run(files);
        } catch (const std::exception&) {
            ::_exit(failed);
        }
        ::_exit(succeeded);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace keeperfs::test
