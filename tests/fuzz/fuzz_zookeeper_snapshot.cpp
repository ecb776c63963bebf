// Input: a byte that says how the bytes come, a byte whether checksums are made right, a ZooKeeper snapshot.
#include "fuzz/fuzz_target.h"
#include "fuzz/outcome.h"
#include "fuzz/zookeeper_repair.h"
#include "support/byte_streams.h"

#include "keeperfs/zookeeper/snapshot_reader.h"

namespace keeperfs::fuzz {

namespace {

void read(io::Source& source, std::string& records) {
    zookeeper::SnapshotReader reader(source);
    for (const tree::Session& session : reader.sessions())
        records += fmt::format("session {} {}\n", session.id, session.timeout_ms);
    for (const zookeeper::NumberedAcl& acl : reader.acls())
        records += fmt::format("acl {} {}\n", acl.number, text_of(acl.list));
    zookeeper::SnapshotNode node;
    while (reader.next(node))
        records += fmt::format("{} {} {} {} {} {}\n", node.offset, as_text(node.path), as_text(node.data),
                               node.data_is_null, node.acl_number, text_of(node.stat));
    require(!reader.next(node), "there is a node behind the last one");
    const zookeeper::SnapshotTrailer& trailer = reader.trailer();
    if (trailer.digest)
        records += fmt::format("digest {} {} {}\n", trailer.digest->zxid, trailer.digest->version,
                               trailer.digest->value);
    if (trailer.last_processed_zxid)
        records += fmt::format("zxid {}\n", *trailer.last_processed_zxid);
    records += fmt::format("{} bytes unknown\n", trailer.unknown_bytes);
    for (const Finding& finding : reader.findings())
        records += fmt::format("{} {}\n", finding.code, finding.message);
}

Outcome read_in_pieces(std::string_view bytes, std::size_t most_per_read) {
    return outcome_of([&](std::string& records) {
        test::ChunkedSource source(bytes, most_per_read);
        read(source, records);
    });
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    const std::size_t piece = std::size_t{1} + input.byte();
    const bool repair = input.flag();
    const std::string_view rest = input.rest();
    const std::string snapshot = repair ? repaired_snapshot(rest) : std::string(rest);

    const Outcome whole = read_in_pieces(snapshot, SIZE_MAX);
    require(read_in_pieces(snapshot, piece) == whole, "the size of the pieces changes the outcome");
    // A source that knows its length finds a length that is too long earlier.
    const Outcome from_memory = outcome_of([&](std::string& records) {
        io::MemorySource source(as_bytes(snapshot));
        read(source, records);
    });
    require(from_memory.records == whole.records && from_memory.error.empty() == whole.error.empty(),
            "a source that knows its length gives other records");
}

} // namespace keeperfs::fuzz
