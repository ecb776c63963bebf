#include "convert/snapshot_output.h"

#include "convert/fingerprint.h"
#include "io/stages.h"
#include "io/tail_source.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/sha256.h"
#include "keeperfs/io/codecs.h"
#include "keeperfs/keeper/digest.h"
#include "keeperfs/keeper/snapshot_reader.h"
#include "keeperfs/keeper/snapshot_writer.h"

#include <fmt/format.h>

#include <thread>

namespace keeperfs::convert {

namespace {

constexpr std::size_t batch_bytes = 1 << 20;
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

/// Encoded bytes on their way to the disk. They come back empty and are filled again.
using Batch = std::unique_ptr<std::string>;
Batch new_batch() {
    auto batch = std::make_unique<std::string>();
    batch->reserve(batch_bytes + batch_bytes / 8);
    return batch;
}

/// The nodes become bytes, batch by batch.
class Encoding {
public:
    Encoding(SnapshotParts& parts, const SnapshotContent& content)
        : parts_(parts), content_(content), encoder_(parts.header.version) {}

    /// emit(Batch) -> Batch, an empty one
    template <class Emit> void run(Emit emit) {
        Batch batch = new_batch();
        encoder_.begin(*batch, parts_.header, parts_.acls, parts_.node_count);
        keeper::SnapshotNode node;
        while (content_.next_node(node)) {
            encoder_.node(*batch, node);
            fingerprints_.add(node);
            if (batch->size() >= batch_bytes)
                hand_on(batch, emit);
        }
        fingerprints_.finish();
        content_.end(parts_);
        encoder_.end(*batch, parts_.sessions, as_bytes(parts_.cluster_configuration));
        hand_on(batch, emit);
    }
    std::uint64_t bytes() const noexcept { return bytes_; }
    const Fingerprints& fingerprints() const noexcept { return fingerprints_; }

private:
    SnapshotParts& parts_;
    const SnapshotContent& content_;
    keeper::SnapshotEncoder encoder_;
    Fingerprints fingerprints_;
    std::uint64_t bytes_ = 0;

    template <class Emit> void hand_on(Batch& batch, Emit& emit) {
        bytes_ += batch->size();
        batch = emit(std::move(batch));
    }
};

[[noreturn]] void not_as_meant(const std::string& what) {
    throw Error(ErrorKind::bad_output, "the written snapshot, read back, is not what was meant: " + what)
        .hint("The disk or its driver is not to be trusted, or this is a defect of the program. Nothing was "
              "kept; try "
              "another file system.");
}

template <class T> void expect_equal(const T& read, const T& meant, std::string_view what) {
    if (!(read == meant))
        not_as_meant(fmt::format("{} differs", what));
}

bool same_acls(const std::vector<keeper::AclMapEntry>& read, std::span<const keeper::AclMapEntry> meant) {
    return std::ranges::equal(read, meant, [](const keeper::AclMapEntry& a, const keeper::AclMapEntry& b) {
        return a.id == b.id && a.list == b.list;
    });
}

/// What a reader finds in the file.
class ReadingBack {
public:
    void run(io::Source& file) {
        HashingSource source(file);
        try {
            keeper::SnapshotReader reader(source);
            header_ = reader.header();
            acls_ = reader.acls();
            stated_nodes_ = reader.node_count();
            keeper::SnapshotNode node;
            while (reader.next(node)) {
                fingerprints_.add(node);
                if (header_.digest_version != 0)
                    digest_ += keeper::node_digest(header_.digest_version, node);
                ++nodes_;
            }
            fingerprints_.finish();
            sessions_ = reader.sessions();
            cluster_configuration_ = reader.cluster_configuration().value_or("");
            unknown_bytes_ = reader.unknown_bytes();
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::bad_input)
                not_as_meant(error.what());
            throw;
        }
        sha256_ = source.hex_digest();
    }

    /// Throws Error(bad_output) where the file differs from what was meant.
    void compare(const SnapshotParts& meant, const Fingerprints& nodes) const {
        expect_equal(header_.version, meant.header.version, "the version");
        expect_equal(header_.last_log_index, meant.header.last_log_index, "the log index");
        expect_equal(header_.last_log_term, meant.header.last_log_term, "the term");
        expect_equal(header_.metadata_configuration, meant.header.metadata_configuration, "the metadata");
        expect_equal(header_.zxid, meant.header.zxid, "the zxid");
        expect_equal(header_.digest_version, meant.header.digest_version, "the digest's version");
        expect_equal(header_.digest, meant.header.digest, "the digest");
        expect_equal(header_.session_id_counter, meant.header.session_id_counter, "the session counter");
        expect_equal(same_acls(acls_, meant.acls), true, "the ACL map");
        expect_equal(stated_nodes_, meant.node_count, "the stated number of nodes");
        expect_equal(nodes_, meant.node_count, "the number of nodes");
        const auto [read, wanted] = std::ranges::mismatch(fingerprints_.batches(), nodes.batches());
        if (read != fingerprints_.batches().end() || wanted != nodes.batches().end())
            not_as_meant(fmt::format("a node behind number {} differs",
                                     static_cast<std::uint64_t>(read - fingerprints_.batches().begin()) *
                                         Fingerprints::nodes_per_batch));
        expect_equal(digest_, header_.digest, "the digest of the nodes");
        expect_equal(sessions_, meant.sessions, "the list of sessions");
        expect_equal(cluster_configuration_, meant.cluster_configuration, "the cluster configuration");
        expect_equal(unknown_bytes_, std::uint64_t{0}, "the end of the file");
    }
    const std::string& sha256() const noexcept { return sha256_; }

private:
    keeper::SnapshotHeader header_;
    std::vector<keeper::AclMapEntry> acls_;
    std::uint64_t stated_nodes_ = 0, nodes_ = 0, digest_ = 0, unknown_bytes_ = 0;
    Fingerprints fingerprints_;
    std::vector<tree::Session> sessions_;
    std::string cluster_configuration_, sha256_;
};

unsigned threads_of(const SnapshotFileFormat& format) {
    return format.threads != 0 ? format.threads : std::max(1U, std::thread::hardware_concurrency());
}

} // namespace

std::uint64_t memory_to_write(const SnapshotFileFormat& format) {
    // Measured, 1 to 8 workers: batches, windows and the program, and what zstd holds for each worker.
    constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
    const int level = format.codec == keeper::SnapshotCodec::zstd ? format.compression_level : 0;
    const std::uint64_t worker = level <= 4 ? 10 : level <= 9 ? 40 : 120;
    return (40 + worker * threads_of(format)) * mebibyte;
}

WrittenSnapshot write_snapshot(io::FileSystem& files, io::AtomicOutput& output, SnapshotParts& parts,
                               const SnapshotContent& content, const SnapshotFileFormat& format) {
    Encoding encoding(parts, content);
    ReadingBack reading;
    io::Channel<Batch> encoded(batches_in_flight), spent(batches_in_flight + 1);
    for (std::size_t i = 0; i < batches_in_flight; ++i)
        spent.push(new_batch(), {});
    io::Stages stages;
    io::TailSource tail(files, output.temporary_path(), stages.stop_token());
    stages.run([&](const std::stop_token& stop) {
        encoding.run([&](Batch batch) {
            encoded.push(std::move(batch), stop);
            return std::move(*spent.pop(stop));
        });
        encoded.close();
    });
    stages.run([&](const std::stop_token&) { reading.run(tail); });
    stages.run_here([&](const std::stop_token& stop) {
        const auto codec = format.codec == keeper::SnapshotCodec::zstd
                               ? io::zstd_sink(output, format.compression_level, threads_of(format))
                               : io::compressed_blocks_sink(output);
        while (auto batch = encoded.pop(stop)) {
            codec->write(as_bytes(**batch));
            tail.written(output.bytes_written());
            (*batch)->clear();
            spent.push(std::move(*batch), stop);
        }
        codec->finish();
        tail.written(output.bytes_written());
        tail.done();
        output.finish();
    });
    stages.join();
    reading.compare(parts, encoding.fingerprints());
    return {encoding.bytes(), reading.sha256()};
}

std::uint64_t encode_snapshot(SnapshotParts& parts, const SnapshotContent& content) {
    Encoding encoding(parts, content);
    encoding.run([](Batch batch) {
        batch->clear();
        return batch;
    });
    return encoding.bytes();
}

} // namespace keeperfs::convert
