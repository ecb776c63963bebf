#include "support/largest_allocation.h"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace keeperfs::test {
std::atomic<std::size_t> largest_allocation{0};
}

void* operator new(std::size_t size) {
    auto& largest = keeperfs::test::largest_allocation;
    largest.store(std::max(largest.load(std::memory_order_relaxed), size), std::memory_order_relaxed);
    if (void* const memory = std::malloc(size == 0 ? 1 : size))
        return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
