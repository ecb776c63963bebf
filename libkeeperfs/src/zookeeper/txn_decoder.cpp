#include "zookeeper/txn_decoder.h"

#include "base/jute.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/zookeeper/snapshot_format.h"
#include "keeperfs/zookeeper/txnlog_format.h"

#include <fmt/format.h>

namespace keeperfs::zookeeper {

namespace format = txnlog_format;
using jute::Cursor;

namespace {

constexpr std::int32_t digest_version = snapshot_format::digest_version;
constexpr const char* advice = "The log is damaged, or of a release of ZooKeeper later than 3.9; stop before "
                               "this transaction, or give another copy.";

/// A multi's operations have fewer types than records have.
enum class Level : std::uint8_t { record, operation };

std::string of(const Transaction& txn) {
    return fmt::format("transaction {} ({})", hex(txn.zxid), name_of(txn.type));
}

[[noreturn]] void fail(const Cursor& cursor, const Transaction& txn) {
    const Error cause = cursor.error();
    Error error(ErrorKind::bad_input, fmt::format("in {}, {}", of(txn), cause.message()));
    throw error.at(*cause.offset()).found(*cause.got(), *cause.wanted()).hint(advice);
}

Bytes checked_acl(Cursor& cursor) {
    const std::uint8_t* const start = cursor.position();
    const std::int32_t count = cursor.count("number of entries of an ACL", snapshot_format::least_acl_bytes);
    if (count == jute::null_length)
        return {};
    for (std::int32_t i = 0; i < count && cursor.ok(); ++i) {
        cursor.int32("permissions of an ACL");
        cursor.text("scheme of an ACL");
        cursor.text("id of an ACL");
    }
    return {start, cursor.position()};
}

void decode_create(Cursor& cursor, TxnType type, Level level, Operation& op) {
    op.path = cursor.text("path");
    op.data = cursor.buffer("data", op.data_is_null);
    op.acl = checked_acl(cursor);
    const bool says_ephemeral = type == TxnType::create || type == TxnType::create2;
    if (says_ephemeral)
        op.ephemeral = cursor.boolean("ephemeral mark");
    // CreateTxnV0, from before 3.4 and thus older than multis, ends here.
    const bool is_old_form =
        type == TxnType::create && level == Level::record && cursor.left() < sizeof op.parent_cversion;
    if (!is_old_form)
        op.parent_cversion = cursor.int32("cversion of the parent");
    if (type == TxnType::create_ttl)
        op.ttl_ms = cursor.int64("time to live");
}

/// False for a type that stands for no operation at this level.
bool decode_operation(Cursor& cursor, TxnType type, Level level, Operation& op) {
    op.type = type;
    switch (type) {
    case TxnType::create:
    case TxnType::create2:
    case TxnType::create_container:
    case TxnType::create_ttl:
        decode_create(cursor, type, level, op);
        return true;
    case TxnType::remove:
    case TxnType::delete_container:
        op.path = cursor.text("path");
        return true;
    case TxnType::reconfig:
    case TxnType::set_data:
        if (type == TxnType::reconfig && level == Level::operation)
            return false;
        op.path = cursor.text("path");
        op.data = cursor.buffer("data", op.data_is_null);
        op.version = cursor.int32("version");
        return true;
    case TxnType::set_acl:
        if (level == Level::operation)
            return false;
        op.path = cursor.text("path");
        op.acl = checked_acl(cursor);
        op.version = cursor.int32("version");
        return true;
    case TxnType::check:
        if (level == Level::record)
            return false;
        op.path = cursor.text("path");
        op.version = cursor.int32("version");
        return true;
    case TxnType::error:
        op.error = cursor.int32("error code");
        return true;
    case TxnType::multi:
    case TxnType::create_session:
    case TxnType::close_session:
        return false;
    }
    return false;
}

void decode_multi(Cursor& cursor, Transaction& txn) {
    const std::uint64_t count_at = cursor.offset();
    const std::int32_t count = cursor.count("number of operations", format::least_operation_bytes);
    if (count == jute::null_length)
        throw Error(ErrorKind::bad_input, fmt::format("in {}, the list of operations is null", of(txn)))
            .at(count_at)
            .hint(advice);
    for (std::int32_t i = 0; i < count; ++i) {
        const std::uint64_t type_at = cursor.offset();
        const auto type = static_cast<TxnType>(cursor.int32("type of an operation"));
        const Bytes body = cursor.text("body of an operation");
        if (!cursor.ok())
            fail(cursor, txn);
        Cursor inner(body, cursor.offset_of(body.data()));
        if (!decode_operation(inner, type, Level::operation, txn.operations.emplace_back()))
            throw Error(ErrorKind::bad_input,
                        fmt::format("in {}, operation {} is a {}, which no multi can hold", of(txn), i + 1,
                                    name_of(type)))
                .at(type_at)
                .hint(advice);
        if (!inner.ok())
            fail(inner, txn);
        txn.leftover_bytes += inner.left();
    }
}

/// The list of deleted paths came with 3.6, as did the digest; each can be switched off. Twelve bytes that
/// begin with the digest's version can be no list: it would need a digest behind it.
void decode_close_session(Cursor& cursor, Transaction& txn) {
    const bool only_digest = cursor.left() == format::txn_digest_bytes &&
                             load_be<std::int32_t>(cursor.position()) == digest_version;
    if (cursor.left() == 0 || only_digest)
        return;
    const std::int32_t count = cursor.count("number of deleted paths", sizeof(std::int32_t));
    for (std::int32_t i = 0; i < count && cursor.ok(); ++i)
        txn.closed_paths.push_back(cursor.text("deleted path"));
}

void decode_body(Cursor& cursor, Transaction& txn, std::uint64_t type_at) {
    if (txn.type == TxnType::create_session)
        txn.timeout_ms = cursor.int32("timeout");
    else if (txn.type == TxnType::close_session)
        decode_close_session(cursor, txn);
    else if (txn.type == TxnType::multi)
        decode_multi(cursor, txn);
    else if (!decode_operation(cursor, txn.type, Level::record, txn.operations.emplace_back()))
        throw Error(ErrorKind::bad_input,
                    fmt::format("transaction {} is of a type that is not known", hex(txn.zxid)))
            .at(type_at)
            .found(name_of(txn.type), "a type of ZooKeeper 3.4 to 3.9")
            .hint(advice);
}

} // namespace

void decode_transaction(Bytes record, std::uint64_t offset, Transaction& txn) {
    Cursor cursor(record, offset);
    txn.session = cursor.int64("session id of a transaction");
    txn.cxid = cursor.int32("request number of a transaction");
    txn.zxid = cursor.int64("zxid of a transaction");
    txn.time_ms = cursor.int64("time of a transaction");
    const std::uint64_t type_at = cursor.offset();
    txn.type = static_cast<TxnType>(cursor.int32("type of a transaction"));
    txn.operations.clear();
    txn.closed_paths.clear();
    txn.timeout_ms = 0;
    txn.digest.reset();
    txn.leftover_bytes = 0;
    if (!cursor.ok())
        throw cursor.error().hint(advice);
    decode_body(cursor, txn, type_at);
    if (!cursor.ok())
        fail(cursor, txn);
    if (cursor.left() >= format::txn_digest_bytes) {
        const std::int32_t version = cursor.int32("digest version");
        txn.digest = {version, static_cast<std::uint64_t>(cursor.int64("digest"))};
    }
    txn.leftover_bytes += cursor.left();
}

} // namespace keeperfs::zookeeper
