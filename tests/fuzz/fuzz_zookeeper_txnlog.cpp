// Input: a byte that says how the bytes come, a byte whether checksums are made right, a transaction log.
#include "fuzz/fuzz_target.h"
#include "fuzz/outcome.h"
#include "fuzz/zookeeper_repair.h"
#include "support/byte_streams.h"

#include "keeperfs/zookeeper/txnlog_reader.h"

namespace keeperfs::fuzz {

namespace {

void check_acl(Bytes encoded) {
    const tree::AclList list = zookeeper::decode_acl(encoded);
    if (encoded.empty())
        require(tree::is_open(list), "a null ACL is not open");
    else
        require(zookeeper::encode_acl(list) == as_text(encoded), "an ACL changes when it is encoded again");
}

std::string text_of(const zookeeper::TxnLogReader& reader, std::string_view log,
                    const zookeeper::Operation& operation) {
    check_acl(operation.acl);
    if (!operation.data.empty())
        require(log.substr(reader.offset_of(operation.data), operation.data.size()) ==
                    as_text(operation.data),
                "an operation's data lie elsewhere");
    return fmt::format("  {} {} {} {} {} {} {} {} {} {}\n", zookeeper::name_of(operation.type),
                       as_text(operation.path), as_text(operation.data), operation.data_is_null,
                       as_text(operation.acl), operation.ephemeral, operation.parent_cversion,
                       operation.version, operation.ttl_ms, operation.error);
}

void read(io::Source& source, std::string_view log, std::string& records) {
    zookeeper::TxnLogReader reader(source);
    zookeeper::Transaction txn;
    while (reader.next(txn)) {
        records += fmt::format("{} {} {} {} {} {} {} {} {}\n", txn.offset, txn.session, txn.cxid, txn.zxid,
                               txn.time_ms, zookeeper::name_of(txn.type), txn.timeout_ms, txn.leftover_bytes,
                               txn.failed());
        for (const zookeeper::Operation& operation : txn.operations)
            records += text_of(reader, log, operation);
        for (const Bytes path : txn.closed_paths)
            records += fmt::format("  closes {}\n", as_text(path));
        if (txn.digest)
            records += fmt::format("  digest {} {}\n", txn.digest->version, txn.digest->value);
    }
    require(!reader.next(txn), "there is a record behind the last one");
    records += fmt::format("end {} {} {}\n", static_cast<int>(reader.end()), reader.end_offset(),
                           reader.torn_bytes());
}

Outcome read_in_pieces(std::string_view log, std::size_t most_per_read) {
    return outcome_of([&](std::string& records) {
        test::ChunkedSource source(log, most_per_read);
        read(source, log, records);
    });
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    const std::size_t piece = std::size_t{1} + input.byte();
    const bool repair = input.flag();
    const std::string_view rest = input.rest();
    const std::string log = repair ? repaired_log(std::string(rest)) : std::string(rest);

    const Outcome whole = read_in_pieces(log, SIZE_MAX);
    require(read_in_pieces(log, piece) == whole, "the size of the pieces changes the outcome");
    const Outcome from_memory = outcome_of([&](std::string& records) {
        io::MemorySource source(as_bytes(log));
        read(source, log, records);
    });
    require(from_memory == whole, "a source that knows its length gives another outcome");
}

} // namespace keeperfs::fuzz
