// Runs a fuzz target over the files of its corpus: replay DIR|FILE...
#include "fuzz/fuzz_target.h"
#include "support/test_dir.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdio>
#include <filesystem>
#include <vector>

namespace {

/// As run.sh allows libFuzzer. Small inputs must not need more, whatever lengths they claim.
constexpr long most_memory_kib = 1024 * 1024;

std::vector<std::filesystem::path> files_of(int count, char** arguments) {
    std::vector<std::filesystem::path> files;
    for (int i = 1; i < count; ++i) {
        if (!std::filesystem::is_directory(arguments[i])) {
            files.emplace_back(arguments[i]);
            continue;
        }
        for (const auto& entry : std::filesystem::directory_iterator(arguments[i]))
            files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

/// -> what went wrong; empty when nothing did.
std::string run(const std::string& content) {
    try {
        keeperfs::fuzz::run_one(keeperfs::as_bytes(content));
        return {};
    } catch (const keeperfs::fuzz::Violation& violation) {
        return violation.what;
    } catch (const std::exception& error) {
        return fmt::format("an exception came out: {}", error.what());
    }
}

} // namespace

int main(int argc, char** argv) {
    const auto files = files_of(argc, argv);
    if (files.empty()) {
        fmt::print(stderr, "no inputs\n");
        return 1;
    }
    bool failed = false;
    for (const auto& file : files) {
        // Written before the run, which may not return.
        fmt::print("{}\n", file.string());
        std::fflush(stdout);
        if (const std::string wrong = run(keeperfs::test::read_file(file)); !wrong.empty()) {
            fmt::print(stderr, "{}: {}\n", file.string(), wrong);
            failed = true;
        }
    }
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    if (usage.ru_maxrss > most_memory_kib) {
        fmt::print(stderr, "needed {} KiB of memory\n", usage.ru_maxrss);
        failed = true;
    }
    return failed ? 1 : 0;
}
