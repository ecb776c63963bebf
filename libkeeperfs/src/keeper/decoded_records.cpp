#include "keeper/decoded_records.h"

namespace keeperfs::keeper {

namespace {

/// A few batches lie in a core's second cache.
constexpr std::size_t most_records = 256, most_bytes = 64 * 1024, batches_ahead = 4;

void decode(DecodedRecord& decoded) {
    decoded.undecodable.reset();
    if (decoded.record.type != RecordType::application)
        return;
    try {
        decode_request(decoded.record.blob, decoded.record.index, decoded.offset, decoded.request);
    } catch (const Error& error) {
        decoded.undecodable = error;
    }
}

} // namespace

DecodedRecords::DecodedRecords(std::unique_ptr<io::Source> file, ChangelogCodec codec, std::uint64_t most,
                               Depth depth)
    : file_(std::move(file)), reader_(*file_, codec), left_(most), depth_(depth),
      batches_(batches_ahead, [this](Batch& batch) { return fill(batch); }) {}

bool DecodedRecords::fill(Batch& batch) {
    batch.size = 0;
    batch.blobs.clear();
    // One huge record must not be paid for in every batch.
    if (batch.blobs.capacity() > 2 * most_bytes)
        batch.blobs.shrink_to_fit();
    ChangelogRecord record;
    while (left_ > 0 && batch.size < most_records && batch.blobs.size() < most_bytes) {
        if (!reader_.next(record)) {
            left_ = 0;
            break;
        }
        --left_;
        if (batch.size == batch.records.size())
            batch.records.emplace_back();
        DecodedRecord& decoded = batch.records[batch.size++];
        decoded.record = record;
        decoded.offset = reader_.record_offset();
        batch.blobs.insert(batch.blobs.end(), record.blob.begin(), record.blob.end());
    }
    // The blobs do not move any more.
    Bytes rest(batch.blobs);
    for (std::size_t i = 0; i < batch.size; ++i) {
        DecodedRecord& decoded = batch.records[i];
        const std::size_t size = decoded.record.blob.size();
        decoded.record.blob = rest.first(size);
        rest = rest.subspan(size);
        if (depth_ == Depth::requests)
            decode(decoded);
    }
    return left_ > 0;
}

const DecodedRecord* DecodedRecords::next() {
    while (current_ == nullptr || position_ == current_->size) {
        current_ = batches_.next();
        position_ = 0;
        if (current_ == nullptr)
            return nullptr;
    }
    return &current_->records[position_++];
}

} // namespace keeperfs::keeper
