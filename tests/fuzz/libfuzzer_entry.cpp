#include "fuzz/fuzz_target.h"

#include <fmt/format.h>

#include <cstdlib>
#include <exception>

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// Nothing is caught: then the stack trace begins where the promise was broken.
int LLVMFuzzerInitialize(int*, char***) {
    std::set_terminate([] {
        try {
            if (const std::exception_ptr exception = std::current_exception())
                std::rethrow_exception(exception);
        } catch (const keeperfs::fuzz::Violation& violation) {
            fmt::print(stderr, "violation: {}\n", violation.what);
        } catch (const std::exception& error) {
            fmt::print(stderr, "an exception came out: {}\n", error.what());
        }
        std::abort();
    });
    return 0;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    keeperfs::fuzz::run_one({data, size});
    return 0;
}
