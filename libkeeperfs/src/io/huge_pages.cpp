#include "io/huge_pages.h"

#include <sys/mman.h>

#include <new>

namespace keeperfs::io {

namespace {
constexpr std::size_t huge_page_bytes = std::size_t{2} << 20; ///< of x86-64, and of most others
} // namespace

void* allocate_on_huge_pages(std::size_t bytes) {
    const bool fills_one = bytes >= huge_page_bytes;
    // aligned_alloc() takes multiples of the alignment only.
    const std::size_t alignment = fills_one ? huge_page_bytes : alignof(std::max_align_t);
    const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
    void* const memory = rounded < bytes ? nullptr : std::aligned_alloc(alignment, rounded);
    if (memory == nullptr)
        throw std::bad_alloc();
    if (fills_one)
        ::madvise(memory, rounded,
                  MADV_HUGEPAGE); // a hint: a kernel without them refuses, and nothing is lost
    return memory;
}

} // namespace keeperfs::io
