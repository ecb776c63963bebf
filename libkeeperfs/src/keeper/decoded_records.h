#pragma once
// Records with their requests decoded, on a thread of its own.
#include "io/ahead.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/source.h"
#include "keeperfs/keeper/changelog_reader.h"
#include "keeperfs/keeper/request.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace keeperfs::keeper {

struct DecodedRecord {
    ChangelogRecord record;
    std::uint64_t offset = 0; ///< of the record in the decoded stream
    Request request;          ///< of an application record
    std::optional<Error> undecodable;

    bool is_request() const noexcept { return record.type == RecordType::application && !undecodable; }
};

/// The first records of a changelog, some batches ahead of the one who takes them.
class DecodedRecords {
public:
    enum class Depth : std::uint8_t { records, requests };
    /// `most`: that many records and no more.
    DecodedRecords(std::unique_ptr<io::Source> file, ChangelogCodec codec, std::uint64_t most, Depth depth);

    /// Valid until the next call; null behind the last one.
    const DecodedRecord* next();
    /// Behind the last one: the reader's.
    ChangelogEnd end() const noexcept { return reader_.end(); }
    const std::optional<Error>& damage() const noexcept { return reader_.damage(); }

private:
    struct Batch {
        std::vector<std::uint8_t> blobs;
        std::vector<DecodedRecord> records; ///< those behind `size` only keep their memory
        std::size_t size = 0;
    };
    std::unique_ptr<io::Source> file_;
    ChangelogReader reader_;
    std::uint64_t left_;
    Depth depth_;
    const Batch* current_ = nullptr;
    std::size_t position_ = 0;
    io::Ahead<Batch> batches_; ///< last: its thread uses the reader

    bool fill(Batch& batch);
};

} // namespace keeperfs::keeper
