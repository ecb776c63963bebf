#pragma once
#include "keeperfs/export.h"
#include "keeperfs/io/source.h"
#include "keeperfs/io/window.h"
#include "keeperfs/zookeeper/txn.h"

#include <cstdint>

namespace keeperfs::zookeeper {

/// How a log file ended.
enum class TxnLogEnd : std::uint8_t {
    clean,       ///< at the end of the file or at zero padding
    empty_file,  ///< no byte at all: a server that died while making the file
    torn_header, ///< fewer than 16 bytes
    torn_record, ///< a record was cut short, and nothing that could be a record follows
};

/// Reads one transaction log, record by record. See txnlog_format.h for the grammar.
///
/// Throws Error(bad_input) with the record's offset for: a wrong magic, a wrong checksum, a length that no record can
/// have, a body that does not parse, an unknown type, and a torn record with a whole, right record behind it (damage in
/// the middle, which a ZooKeeper server takes for the end). A record that is torn with nothing behind it is the
/// ordinary trace of a crash: next() returns false and end() says so.
class KEEPERFS_EXPORT TxnLogReader {
public:
    explicit TxnLogReader(io::Source& source); ///< borrows

    /// Spans in `txn` are valid until the next call.
    bool next(Transaction& txn);
    TxnLogEnd end() const noexcept { return end_; }            ///< once next() returned false
    std::uint64_t end_offset() const noexcept { return end_offset_; } ///< where the records stop
    std::uint64_t torn_bytes() const noexcept { return torn_bytes_; } ///< from there to the last byte that is not zero
    std::uint64_t offset() const noexcept { return window_.offset(); }
    /// Where `span`, a part of the last transaction, lies in the file.
    std::uint64_t offset_of(Bytes span) const noexcept;

private:
    io::Window window_;
    const std::uint8_t* record_data_ = nullptr; ///< first byte of the last record in the window
    std::uint64_t record_offset_ = 0;
    std::size_t record_bytes_ = 0; ///< consumed by the next call
    TxnLogEnd end_ = TxnLogEnd::clean;
    std::uint64_t end_offset_ = 0, torn_bytes_ = 0;
    bool ended_ = false;

    Bytes next_body();
    void examine_tail();
};

} // namespace keeperfs::zookeeper
