#pragma once
#include <cstddef>
#include <cstdlib>

namespace keeperfs::io {

/// For a table that is touched all over: with pages of 4 KiB most of the time goes into finding the page, and
/// a prefetch waits for that as well. Where the system has no huge pages to give, or the table is smaller
/// than one, it is memory as any other. Throws std::bad_alloc.
void* allocate_on_huge_pages(std::size_t bytes);

template <class T> struct HugePageAllocator {
    using value_type = T;

    HugePageAllocator() = default;
    template <class U> explicit HugePageAllocator(const HugePageAllocator<U>&) noexcept {}

    T* allocate(std::size_t n) { return static_cast<T*>(allocate_on_huge_pages(n * sizeof(T))); }
    void deallocate(T* memory, std::size_t) noexcept { std::free(memory); }
    bool operator==(const HugePageAllocator&) const = default;
};

} // namespace keeperfs::io
