#include "convert/snapshot_output.h"

#include "convert/fingerprint.h"

#include "keeperfs/io/codecs.h"
#include "keeperfs/keeper/digest.h"
#include "keeperfs/keeper/snapshot_reader.h"
#include "keeperfs/keeper/snapshot_writer.h"

#include <algorithm>
#include <thread>

namespace keeperfs::convert {

namespace {

/// The nodes become bytes.
class Encoding {
public:
    Encoding(SnapshotParts& parts, const SnapshotContent& content)
        : parts_(parts), content_(content), encoder_(parts.header.version) {}

    void run(EncodedBytes& bytes) {
        encoder_.begin(bytes.out(), parts_.header, parts_.acls, parts_.node_count);
        keeper::SnapshotNode node;
        while (content_.next_node(node)) {
            encoder_.node(bytes.out(), node);
            fingerprints_.add(hash_of(node));
            bytes.part_is_whole();
        }
        fingerprints_.finish();
        content_.end(parts_);
        encoder_.end(bytes.out(), parts_.sessions, as_bytes(parts_.cluster_configuration));
    }
    const Fingerprints& fingerprints() const noexcept { return fingerprints_; }

private:
    SnapshotParts& parts_;
    const SnapshotContent& content_;
    keeper::SnapshotEncoder encoder_;
    Fingerprints fingerprints_;
};

bool same_acls(const std::vector<keeper::AclMapEntry>& read, std::span<const keeper::AclMapEntry> meant) {
    return std::ranges::equal(read, meant, [](const keeper::AclMapEntry& a, const keeper::AclMapEntry& b) {
        return a.id == b.id && a.list == b.list;
    });
}

/// What a reader finds in the file.
class ReadingBack {
public:
    void run(io::Source& file) {
        keeper::SnapshotReader reader(file);
        header_ = reader.header();
        acls_ = reader.acls();
        stated_nodes_ = reader.node_count();
        keeper::SnapshotNode node;
        while (reader.next(node)) {
            fingerprints_.add(hash_of(node));
            if (header_.digest_version != 0)
                digest_ += keeper::node_digest(header_.digest_version, node);
            ++nodes_;
        }
        fingerprints_.finish();
        sessions_ = reader.sessions();
        cluster_configuration_ = reader.cluster_configuration().value_or("");
        unknown_bytes_ = reader.unknown_bytes();
    }

    /// Throws Error(bad_output) where the file differs from what was meant.
    void compare(const SnapshotParts& meant, const Fingerprints& nodes) const {
        expect_as_meant(header_.version, meant.header.version, "the version");
        expect_as_meant(header_.last_log_index, meant.header.last_log_index, "the log index");
        expect_as_meant(header_.last_log_term, meant.header.last_log_term, "the term");
        expect_as_meant(header_.metadata_configuration, meant.header.metadata_configuration, "the metadata");
        expect_as_meant(header_.zxid, meant.header.zxid, "the zxid");
        expect_as_meant(header_.digest_version, meant.header.digest_version, "the digest's version");
        expect_as_meant(header_.digest, meant.header.digest, "the digest");
        expect_as_meant(header_.session_id_counter, meant.header.session_id_counter, "the session counter");
        expect_as_meant(same_acls(acls_, meant.acls), true, "the ACL map");
        expect_as_meant(stated_nodes_, meant.node_count, "the stated number of nodes");
        expect_as_meant(nodes_, meant.node_count, "the number of nodes");
        fingerprints_.expect_equal(nodes);
        expect_as_meant(digest_, header_.digest, "the digest of the nodes");
        expect_as_meant(sessions_, meant.sessions, "the list of sessions");
        expect_as_meant(cluster_configuration_, meant.cluster_configuration, "the cluster configuration");
        expect_as_meant(unknown_bytes_, std::uint64_t{0}, "the end of the file");
    }

private:
    keeper::SnapshotHeader header_;
    std::vector<keeper::AclMapEntry> acls_;
    std::uint64_t stated_nodes_ = 0, nodes_ = 0, digest_ = 0, unknown_bytes_ = 0;
    Fingerprints fingerprints_;
    std::vector<tree::Session> sessions_;
    std::string cluster_configuration_;
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
    const FileStages stages{.encode = [&](EncodedBytes& bytes) { encoding.run(bytes); },
                            .compress =
                                [&](io::Sink& sink) {
                                    return format.codec == keeper::SnapshotCodec::zstd
                                               ? io::zstd_sink(sink, format.compression_level,
                                                               threads_of(format))
                                               : io::compressed_blocks_sink(sink);
                                },
                            .read_back = [&](io::Source& file) { reading.run(file); }};
    WrittenSnapshot written = write_and_read_back(files, output, stages);
    reading.compare(parts, encoding.fingerprints());
    return written;
}

std::uint64_t encode_snapshot(SnapshotParts& parts, const SnapshotContent& content) {
    Encoding encoding(parts, content);
    return encode_only([&](EncodedBytes& bytes) { encoding.run(bytes); });
}

} // namespace keeperfs::convert
