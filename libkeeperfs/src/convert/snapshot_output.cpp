#include "convert/snapshot_output.h"

#include "io/stages.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/sha256.h"
#include "keeperfs/base/text.h"
#include "keeperfs/keeper/digest.h"
#include "keeperfs/keeper/snapshot_reader.h"
#include "keeperfs/keeper/snapshot_writer.h"

#include <fmt/format.h>

namespace keeperfs::convert {

namespace {

constexpr std::size_t batch_bytes = 1 << 20;
constexpr std::size_t batches_in_flight = 4;

/// Passes a file on and hashes it.
class HashingSource : public io::Source {
public:
    HashingSource(io::Source& from, io::Meter* meter) : from_(from), meter_(meter) {}
    std::size_t read(std::span<std::uint8_t> into) override {
        const std::size_t n = from_.read(into);
        hash_.update(into.first(n));
        if (meter_ != nullptr)
            meter_->add(n);
        return n;
    }
    std::optional<std::uint64_t> remaining() const override { return from_.remaining(); }
    std::string hex_digest() { return hash_.hex_digest(); }

private:
    io::Source& from_;
    io::Meter* meter_;
    Sha256 hash_;
};

[[noreturn]] void not_as_meant(const std::string& what) {
    throw Error(ErrorKind::bad_output, "the written snapshot, read back, is not what was meant: " + what)
        .hint("The disk or its driver is not to be trusted, or this is a defect of the program. Nothing was "
              "kept; try another "
              "file system.");
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

} // namespace

WrittenSnapshot write_snapshot(io::Sink& into, const SnapshotParts& parts, const NextNode& next,
                               const std::function<std::vector<tree::Session>()>& sessions) {
    const keeper::SnapshotEncoder encoder(parts.header.version);
    WrittenSnapshot written;
    io::Channel<std::string> encoded(batches_in_flight);
    io::Stages stages;
    stages.run([&](const std::stop_token& stop) {
        std::string batch;
        const auto fresh = [] {
            std::string empty;
            empty.reserve(batch_bytes + batch_bytes / 8);
            return empty;
        };
        batch = fresh();
        encoder.begin(batch, parts.header, parts.acls, parts.node_count);
        keeper::SnapshotNode node;
        while (next(node)) {
            encoder.node(batch, node);
            written.fingerprints.add(node);
            if (batch.size() >= batch_bytes)
                encoded.push(std::exchange(batch, fresh()), stop);
        }
        written.fingerprints.finish();
        encoder.end(batch, sessions(), {});
        encoded.push(std::move(batch), stop);
        encoded.close();
    });
    stages.run_here([&](const std::stop_token& stop) {
        while (const auto batch = encoded.pop(stop)) {
            into.write(as_bytes(*batch));
            written.bytes += batch->size();
        }
    });
    stages.join();
    return written;
}

std::string verify_snapshot(io::Source& file, const SnapshotParts& parts, const WrittenSnapshot& meant,
                            io::Meter* meter) {
    HashingSource source(file, meter);
    try {
        keeper::SnapshotReader reader(source);
        const keeper::SnapshotHeader& header = reader.header();
        expect_equal(header.version, parts.header.version, "the version");
        expect_equal(header.last_log_index, parts.header.last_log_index, "the log index");
        expect_equal(header.last_log_term, parts.header.last_log_term, "the term");
        expect_equal(header.metadata_configuration, parts.header.metadata_configuration, "the metadata");
        expect_equal(header.zxid, parts.header.zxid, "the zxid");
        expect_equal(header.digest_version, parts.header.digest_version, "the digest's version");
        expect_equal(header.digest, parts.header.digest, "the digest");
        expect_equal(header.session_id_counter, parts.header.session_id_counter, "the session counter");
        expect_equal(same_acls(reader.acls(), parts.acls), true, "the ACL map");
        expect_equal(reader.node_count(), parts.node_count, "the number of nodes");

        Fingerprints fingerprints;
        keeper::SnapshotNode node;
        std::uint64_t nodes = 0, digest = 0;
        while (reader.next(node)) {
            fingerprints.add(node);
            if (header.digest_version != 0)
                digest += keeper::node_digest(header.digest_version, node);
            ++nodes;
        }
        fingerprints.finish();
        expect_equal(nodes, parts.node_count, "the number of nodes");
        expect_equal(digest, header.digest, "the digest of the nodes");
        const auto [read, wanted] =
            std::ranges::mismatch(fingerprints.batches(), meant.fingerprints.batches());
        if (read != fingerprints.batches().end() || wanted != meant.fingerprints.batches().end())
            not_as_meant(fmt::format("a node after number {} differs",
                                     (read - fingerprints.batches().begin()) *
                                         static_cast<std::ptrdiff_t>(Fingerprints::nodes_per_batch)));
        expect_equal(reader.sessions(), parts.sessions, "the list of sessions");
        expect_equal(reader.cluster_configuration().has_value(), false,
                     "the absence of a cluster configuration");
        expect_equal(reader.unknown_bytes(), std::uint64_t{0}, "the end of the file");
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::bad_input)
            not_as_meant(error.what());
        throw;
    }
    return source.hex_digest();
}

} // namespace keeperfs::convert
