#pragma once
// Compressed streams. Each function wraps a stream that the caller keeps alive; finish() of a sink ends its
// own stream, not the one that it wraps. Damage throws Error(bad_input) with the offset in the compressed
// stream from where on it could not be decoded.
#include "keeperfs/export.h"
#include "keeperfs/io/source.h"

#include <cstdint>
#include <memory>

namespace keeperfs::io {

/// gzip, one or several members. A stream that is cut, or with bytes that are no member behind it, is
/// bad_input.
KEEPERFS_EXPORT std::unique_ptr<Source> gzip_source(Source& compressed);
/// snappy-java's stream format (magic 82 "SNAPPY" 00, two versions, then big-endian length + raw snappy
/// block), not the official framing.
KEEPERFS_EXPORT std::unique_ptr<Source> snappy_java_source(Source& compressed);
/// zstd, one or several frames, skippable ones passed over. A frame whose window exceeds 2^27 bytes, or what
/// is no frame, is bad_input. `open_end`: what a file cut inside a frame means.
enum class OpenFrame : std::uint8_t { is_an_error, ends_the_stream };
KEEPERFS_EXPORT std::unique_ptr<Source> zstd_source(Source& compressed, OpenFrame open_end);
/// ClickHouse compressed blocks: CityHash128, method (LZ4, ZSTD, none), sizes, payload. Holds one block at a
/// time.
KEEPERFS_EXPORT std::unique_ptr<Source> compressed_blocks_source(Source& compressed);

/// One zstd frame with a content checksum. The bytes do not depend on `threads` (at least 1).
KEEPERFS_EXPORT std::unique_ptr<Sink> zstd_sink(Sink& compressed, int level, unsigned threads);
/// ClickHouse blocks of 1 MiB, LZ4.
KEEPERFS_EXPORT std::unique_ptr<Sink> compressed_blocks_sink(Sink& compressed);

/// Ends as bad_input when more than `limit` bytes come out of `decoded`.
KEEPERFS_EXPORT std::unique_ptr<Source> limited_source(Source& decoded, std::uint64_t limit);

} // namespace keeperfs::io
