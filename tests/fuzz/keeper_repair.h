#pragma once
// Mutated logs of a Keeper whose checksums are made right, so that a fuzzer gets past them.
#include "base/siphash.h"
#include "support/byte_streams.h"

#include "keeperfs/base/bytes.h"
#include "keeperfs/io/codecs.h"
#include "keeperfs/keeper/changelog_format.h"

#include <string>
#include <string_view>

namespace keeperfs::fuzz {

/// Every record that lies in the log as far as its length says.
inline std::string with_right_checksums(std::string log) {
    namespace format = keeper::changelog_format;
    auto* const bytes = reinterpret_cast<std::uint8_t*>(log.data());
    std::size_t at = 0;
    while (log.size() - at >= format::header_bytes) {
        const auto blob = load_le<std::uint64_t>(bytes + at + 29);
        if (blob > log.size() - at - format::header_bytes)
            break;
        const std::size_t end = at + format::header_bytes + static_cast<std::size_t>(blob);
        SipHash hash;
        hash.update({bytes + at + 8, bytes + end});
        store_le(bytes + at, hash.digest());
        at = end;
    }
    return log;
}

inline std::string inside_frame(std::string_view plain) {
    test::StringSink compressed;
    const auto sink = io::zstd_sink(compressed, 1, 1);
    sink->write(as_bytes(plain));
    sink->finish();
    return compressed.content;
}

} // namespace keeperfs::fuzz
