#include "convert/proven_file.h"

#include "io/stages.h"
#include "io/tail_source.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/sha256.h"

#include <utility>

namespace keeperfs::convert {

namespace {

using Batch = std::unique_ptr<std::string>;

constexpr std::size_t batches_in_flight = 4;

/// Passes a file on and hashes it.
class HashingSource : public io::Source {
public:
    explicit HashingSource(io::Source& from) : from_(from) {}
    std::size_t read(std::span<std::uint8_t> into) override {
        const std::size_t n = from_.read(into);
        hash_.update(into.first(n));
        return n;
    }
    std::string hex_digest() { return hash_.hex_digest(); }

private:
    io::Source& from_;
    Sha256 hash_;
};

/// What a sink compresses to when it does not.
class AsItIs : public io::Sink {
public:
    explicit AsItIs(io::Sink& to) : to_(to) {}
    void write(Bytes bytes) override { to_.write(bytes); }
    void finish() override {}

private:
    io::Sink& to_;
};

Batch new_batch(std::size_t bytes) {
    auto batch = std::make_unique<std::string>();
    batch->reserve(bytes + bytes / 8);
    return batch;
}

} // namespace

EncodedBytes::EncodedBytes(HandOn hand_on) : hand_on_(std::move(hand_on)), batch_(new_batch(batch_bytes)) {}

void EncodedBytes::pass_on() {
    bytes_ += batch_->size();
    batch_ = hand_on_(std::move(batch_));
}

WrittenSnapshot write_and_read_back(io::FileSystem& files, io::AtomicOutput& output, const FileStages& what) {
    WrittenSnapshot written;
    io::Channel<Batch> encoded(batches_in_flight), spent(batches_in_flight + 1);
    for (std::size_t i = 0; i < batches_in_flight; ++i)
        spent.push(std::make_unique<std::string>(), {});
    io::Stages stages;
    io::TailSource tail(files, output.temporary_path(), stages.stop_token());
    stages.run([&](const std::stop_token& stop) {
        EncodedBytes bytes([&](Batch batch) {
            encoded.push(std::move(batch), stop);
            return std::move(*spent.pop(stop));
        });
        what.encode(bytes);
        bytes.end();
        written.bytes = bytes.bytes();
        encoded.close();
    });
    stages.run([&](const std::stop_token&) {
        HashingSource source(tail);
        try {
            what.read_back(source);
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::bad_input)
                not_as_meant(error.what());
            throw;
        }
        written.sha256 = source.hex_digest();
    });
    stages.run_here([&](const std::stop_token& stop) {
        const std::unique_ptr<io::Sink> sink =
            what.compress ? what.compress(output) : std::make_unique<AsItIs>(output);
        while (auto batch = encoded.pop(stop)) {
            sink->write(as_bytes(**batch));
            tail.written(output.bytes_written());
            (*batch)->clear();
            spent.push(std::move(*batch), stop);
        }
        sink->finish();
        tail.written(output.bytes_written());
        tail.done();
        output.finish();
    });
    stages.join();
    return written;
}

std::uint64_t encode_only(const std::function<void(EncodedBytes&)>& encode) {
    EncodedBytes bytes([](Batch batch) {
        batch->clear();
        return batch;
    });
    encode(bytes);
    bytes.end();
    return bytes.bytes();
}

void not_as_meant(const std::string& what) {
    throw Error(ErrorKind::bad_output, "the written snapshot, read back, is not what was meant: " + what)
        .hint("The disk or its driver is not to be trusted, or this is a defect of the program. Nothing was "
              "kept; try another file system.");
}

} // namespace keeperfs::convert
