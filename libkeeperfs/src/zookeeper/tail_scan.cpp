#include "zookeeper/tail_scan.h"

#include "base/checksum.h"
#include "zookeeper/txn_decoder.h"

#include "keeperfs/zookeeper/txnlog_format.h"

#include <algorithm>

namespace keeperfs::zookeeper {

namespace format = txnlog_format;

namespace {

constexpr std::size_t least_record_bytes = format::record_prefix_bytes + format::txn_header_bytes + 1;
constexpr std::size_t length_at = 8;
constexpr std::size_t type_at = format::record_prefix_bytes + type_offset_in_record;

/// Bytes that may be examined in vain, to begin with and for every byte passed over: enough for a few records
/// of any size that occurs, and far too few for a file that is made to keep us busy.
constexpr std::uint64_t budget_at_start = std::uint64_t{1} << 30, budget_per_byte = 8;

/// The size of the record that could begin here, end mark included; 0 if none can. Looks at the fields that
/// hold few values: the checksum's upper half, the length and the type.
std::size_t possible_record(Bytes bytes) noexcept {
    const auto length = load_be<std::int32_t>(bytes.data() + length_at);
    const bool possible = load_be<std::uint32_t>(bytes.data()) == 0 &&
                          length >= static_cast<std::int32_t>(format::txn_header_bytes) &&
                          is_record_type(load_be<std::int32_t>(bytes.data() + type_at));
    return possible ? format::record_prefix_bytes + static_cast<std::size_t>(length) + 1 : 0;
}

bool is_whole_record(Bytes bytes, std::size_t size) noexcept {
    if (bytes.size() < size || bytes[size - 1] != format::end_mark)
        return false;
    const Bytes body = bytes.subspan(format::record_prefix_bytes, size - 1 - format::record_prefix_bytes);
    return load_be<std::uint64_t>(bytes.data()) == adler32(adler32_start, body);
}

bool fits(const io::Window& window, std::size_t size) {
    const auto left = window.left();
    return !left || size <= *left;
}

/// How far the next place can be that a record may begin at. A record begins with zeros (half of its
/// checksum), and the last byte of its length is at most 11 bytes behind its first byte.
std::size_t step_over(std::size_t zeros) noexcept {
    constexpr std::size_t most_zeros = format::record_prefix_bytes - 1;
    return zeros > most_zeros ? zeros - most_zeros : 1;
}

} // namespace

std::size_t zeros_at_front(Bytes bytes) noexcept {
    constexpr std::size_t block = 8 * sizeof(std::uint64_t);
    std::size_t i = 0;
    for (; i + block <= bytes.size(); i += block) {
        std::uint64_t any = 0;
        for (std::size_t j = 0; j < block; j += sizeof any)
            any |= load_le<std::uint64_t>(bytes.data() + i + j);
        if (any != 0)
            break;
    }
    while (i < bytes.size() && bytes[i] == 0)
        ++i;
    return i;
}

LogTail scan_log_tail(io::Window& window) {
    LogTail tail;
    const std::uint64_t start = window.offset();
    tail.data_end = start;
    std::uint64_t examined = 0;
    for (;;) {
        const Bytes bytes = window.want(least_record_bytes);
        if (bytes.empty())
            return tail;
        const std::uint64_t here = window.offset();
        const std::size_t zeros = zeros_at_front(bytes);
        if (zeros == 0)
            tail.data_end = here + 1;
        const std::size_t size = bytes.size() >= least_record_bytes ? possible_record(bytes) : 0;
        if (size > 0 && fits(window, size)) {
            const Bytes record = window.want(size);
            if (is_whole_record(record, size)) {
                tail.record_at = here;
                return tail;
            }
            examined += std::min(size, record.size());
            if (examined > budget_at_start + budget_per_byte * (here - start)) {
                tail.gave_up_at = here;
                return tail;
            }
        }
        window.consume(step_over(zeros));
    }
}

} // namespace keeperfs::zookeeper
