#include "convert/znode_output.h"

#include "convert/fingerprint.h"
#include "zookeeper/digest.h"

#include "keeperfs/zookeeper/snapshot_format.h"
#include "keeperfs/zookeeper/snapshot_writer.h"

#include <algorithm>

namespace keeperfs::convert {

using zookeeper::SnapshotNode;
using zookeeper::SnapshotTrailer;

namespace {

std::uint64_t digest_of(const SnapshotNode& node) {
    return zookeeper::counts_in_digest(node.path)
               ? zookeeper::node_digest(
                     zookeeper::path_data_crc(node.path, node.data, zookeeper::DigestCharset::utf8),
                     node.stat)
               : 0;
}

/// Fingerprints and digest of nodes on their way out, or back.
struct Seen {
    Fingerprints fingerprints;
    std::uint64_t nodes = 0, digest = 0;

    void add(const SnapshotNode& node) {
        fingerprints.add(hash_of(node));
        digest += digest_of(node);
        ++nodes;
    }
};

SnapshotTrailer trailer_of(const ZnodeContent& content, std::uint64_t digest) {
    SnapshotTrailer trailer;
    if (content.with_digest)
        trailer.digest = {content.zxid, zookeeper::snapshot_format::digest_version, digest};
    if (content.with_last_zxid)
        trailer.last_processed_zxid = content.zxid;
    return trailer;
}

void encode(const ZnodeContent& content, EncodedBytes& bytes, Seen& meant) {
    zookeeper::SnapshotEncoder encoder;
    encoder.begin(bytes.out(), content.sessions, content.acls);
    for (SnapshotNode node; content.next_node(node);) {
        encoder.node(bytes.out(), node);
        meant.add(node);
        bytes.part_is_whole();
    }
    meant.fingerprints.finish();
    encoder.end(bytes.out(), trailer_of(content, meant.digest));
}

/// The tables are compared at once; the rest when all is written.
class ReadingBack {
public:
    void run(io::Source& file, const ZnodeContent& content) {
        zookeeper::SnapshotReader reader(file);
        expect_as_meant(std::ranges::equal(reader.sessions(), content.sessions,
                                           [](const tree::Session& a, const tree::Session& b) {
                                               return a.id == b.id && a.timeout_ms == b.timeout_ms;
                                           }),
                        true, "the session table");
        expect_as_meant(
            std::ranges::equal(reader.acls(), content.acls,
                               [](const zookeeper::NumberedAcl& a, const zookeeper::NumberedAcl& b) {
                                   return a.number == b.number && a.list == b.list;
                               }),
            true, "the ACL table");
        for (SnapshotNode node; reader.next(node);)
            read_.add(node);
        read_.fingerprints.finish();
        trailer_ = reader.trailer();
    }

    void compare(const ZnodeContent& content, const Seen& meant) const {
        read_.fingerprints.expect_equal(meant.fingerprints);
        expect_as_meant(read_.nodes, meant.nodes, "the number of nodes");
        const SnapshotTrailer wanted = trailer_of(content, meant.digest);
        expect_as_meant(trailer_.digest.has_value(), wanted.digest.has_value(), "the digest's section");
        if (wanted.digest) {
            expect_as_meant(trailer_.digest->zxid, wanted.digest->zxid, "the digest's zxid");
            expect_as_meant(trailer_.digest->version, wanted.digest->version, "the digest's version");
            expect_as_meant(trailer_.digest->value, wanted.digest->value, "the digest");
        }
        expect_as_meant(trailer_.last_processed_zxid, wanted.last_processed_zxid, "the last zxid");
        expect_as_meant(trailer_.unknown_bytes, std::uint64_t{0}, "the end of the file");
    }

private:
    Seen read_;
    SnapshotTrailer trailer_;
};

} // namespace

WrittenZnodes write_znodes(io::FileSystem& files, io::AtomicOutput& output, const ZnodeContent& content) {
    Seen meant;
    ReadingBack reading;
    const WrittenSnapshot file =
        write_and_read_back(files, output,
                            {.encode = [&](EncodedBytes& bytes) { encode(content, bytes, meant); },
                             .compress = {},
                             .read_back = [&](io::Source& source) { reading.run(source, content); }});
    reading.compare(content, meant);
    return {file, meant.nodes, meant.digest};
}

WrittenZnodes encode_znodes(const ZnodeContent& content) {
    Seen meant;
    const std::uint64_t bytes = encode_only([&](EncodedBytes& out) { encode(content, out, meant); });
    return {{bytes, {}}, meant.nodes, meant.digest};
}

} // namespace keeperfs::convert
