#include "keeperfs/zookeeper/txnlog_reader.h"

#include "base/checksum.h"
#include "base/jute.h"
#include "zookeeper/tail_scan.h"
#include "zookeeper/txn_decoder.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/zookeeper/txnlog_format.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::zookeeper {

namespace format = txnlog_format;

namespace {

constexpr std::size_t length_at = 8;
constexpr const char* advice = "The log is damaged; stop before this transaction, or give another copy.";

bool is_not_zero(std::uint8_t byte) noexcept { return byte != 0; }

void check_magic(Bytes header) {
    const auto magic = load_be<std::uint32_t>(header.data());
    if (magic != format::magic)
        throw Error(ErrorKind::bad_input, "this is no ZooKeeper transaction log")
            .at(0)
            .found(fmt::format("the magic number {:08x}", magic), fmt::format("{:08x}", format::magic))
            .hint("Give a file named log.<zxid> from ZooKeeper's dataLogDir/version-2.");
}

} // namespace

TxnLogReader::TxnLogReader(io::Source& source) : window_(source) {
    const Bytes header = window_.want(format::file_header_bytes);
    if (header.size() < format::file_header_bytes) {
        end_ = header.empty() ? TxnLogEnd::empty_file : TxnLogEnd::torn_header;
        torn_bytes_ = static_cast<std::uint64_t>(header.rend() -
                                                 std::find_if(header.rbegin(), header.rend(), is_not_zero));
        ended_ = true;
        return;
    }
    check_magic(header);
    window_.consume(format::file_header_bytes);
}

bool TxnLogReader::next(Transaction& txn) {
    window_.consume(record_bytes_);
    record_bytes_ = 0;
    if (ended_)
        return false;
    record_offset_ = window_.offset();
    const Bytes body = next_body();
    if (body.empty()) {
        examine_tail();
        return false;
    }
    record_data_ = body.data() - format::record_prefix_bytes;
    const auto stored = load_be<std::uint64_t>(record_data_);
    const std::uint32_t adler = adler32(adler32_start, body);
    if (stored != adler)
        throw Error(ErrorKind::bad_input, "the checksum of a transaction is wrong")
            .at(record_offset_)
            .found(hex(stored), hex(std::uint64_t{adler}))
            .hint(advice);
    txn.offset = record_offset_;
    decode_transaction(body, record_offset_ + format::record_prefix_bytes, txn);
    record_bytes_ = format::record_prefix_bytes + body.size() + 1;
    return true;
}

/// The bytes of the next record when all of them and its end mark are there.
Bytes TxnLogReader::next_body() {
    const Bytes prefix = window_.want(format::record_prefix_bytes);
    if (prefix.size() < format::record_prefix_bytes)
        return {};
    const auto length = load_be<std::int32_t>(prefix.data() + length_at);
    if (length < 0)
        throw jute::impossible_length("length of a transaction", record_offset_ + length_at, length,
                                      std::nullopt)
            .hint(advice);
    const std::size_t whole = format::record_prefix_bytes + static_cast<std::size_t>(length) + 1;
    const auto left = window_.left();
    if (length == 0 || (left && whole > *left))
        return {};
    const Bytes bytes = window_.want(whole);
    if (bytes.size() < whole || bytes[whole - 1] != format::end_mark)
        return {};
    return bytes.subspan(format::record_prefix_bytes, static_cast<std::size_t>(length));
}

void TxnLogReader::examine_tail() {
    const LogTail tail = scan_log_tail(window_);
    if (const auto next = tail.record_at ? tail.record_at : tail.gave_up_at)
        throw Error(
            ErrorKind::bad_input,
            fmt::format("a transaction is cut or damaged, but this is not the end of the log: {} byte {}",
                        tail.record_at ? "a whole one follows at" : "what looks like another follows at",
                        *next))
            .at(record_offset_)
            .hint("The log is damaged in its middle (a ZooKeeper server would silently lose what follows); "
                  "stop before "
                  "this transaction, or give another copy.");
    end_ = tail.data_end > record_offset_ ? TxnLogEnd::torn_record : TxnLogEnd::clean;
    end_offset_ = record_offset_;
    torn_bytes_ = tail.data_end - record_offset_;
    ended_ = true;
}

std::uint64_t TxnLogReader::offset_of(Bytes span) const noexcept {
    return record_offset_ +
           (span.data() == nullptr ? 0 : static_cast<std::uint64_t>(span.data() - record_data_));
}

} // namespace keeperfs::zookeeper
