#include "support/largest_allocation.h"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace keeperfs::test {
std::atomic<std::size_t> largest_allocation{0};
}

// All forms that a program can mix with one operator delete: what one form allocated, std::free() must be
// able to release.
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    auto& largest = keeperfs::test::largest_allocation;
    largest.store(std::max(largest.load(std::memory_order_relaxed), size), std::memory_order_relaxed);
    return std::malloc(size == 0 ? 1 : size);
}
void* operator new(std::size_t size) {
    if (void* const memory = operator new(size, std::nothrow))
        return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
