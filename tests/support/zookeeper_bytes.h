#pragma once
// Hand-made files of ZooKeeper.
#include "base/checksum.h"

#include "keeperfs/base/bytes.h"
#include "keeperfs/tree/stat.h"
#include "keeperfs/zookeeper/snapshot_format.h"
#include "keeperfs/zookeeper/txn.h"
#include "keeperfs/zookeeper/txnlog_format.h"

#include <optional>
#include <string>
#include <string_view>

namespace keeperfs::test {

/// Jute fields one after the other.
class Jute {
public:
    Jute& int32(std::int32_t value) { return put(value); }
    Jute& int64(std::int64_t value) { return put(value); }
    Jute& byte(std::uint8_t value) { return put(value); }
    Jute& text(std::string_view value) {
        int32(static_cast<std::int32_t>(value.size()));
        return raw(value);
    }
    Jute& null() { return int32(-1); }
    Jute& raw(std::string_view value) {
        bytes_ += value;
        return *this;
    }
    /// A vector of one ACL.
    Jute& acl(std::int32_t permissions, std::string_view scheme, std::string_view id) {
        return int32(1).int32(permissions).text(scheme).text(id);
    }
    Jute& open_acl() { return acl(31, "world", "anyone"); }
    const std::string& bytes() const { return bytes_; }
    void clear() { bytes_.clear(); }

private:
    std::string bytes_;

    template <class T> Jute& put(T value) {
        append_be(bytes_, value);
        return *this;
    }
};

class SnapshotBytes {
public:
    explicit SnapshotBytes(std::int32_t version = 2) {
        jute.int32(static_cast<std::int32_t>(zookeeper::snapshot_format::magic)).int32(version).int64(-1);
    }
    SnapshotBytes& no_sessions_no_acls() {
        jute.int32(0).int32(0);
        return *this;
    }
    SnapshotBytes& node(std::string_view path, std::optional<std::string_view> data = "",
                        std::int64_t acl = -1, const tree::Stat& stat = {}) {
        jute.text(path);
        data ? jute.text(*data) : jute.null();
        jute.int64(acl).int64(stat.czxid).int64(stat.mzxid).int64(stat.ctime).int64(stat.mtime);
        jute.int32(stat.version).int32(stat.cversion).int32(stat.aversion);
        jute.int64(stat.ephemeral_owner).int64(stat.pzxid);
        return *this;
    }
    SnapshotBytes& end_of_nodes() {
        jute.text("/");
        return seal();
    }
    SnapshotBytes& seal() {
        jute.int64(adler32(adler32_start, as_bytes(jute.bytes()))).text("/");
        return *this;
    }
    SnapshotBytes& digest(std::int64_t zxid, std::uint64_t value) {
        jute.int64(zxid).int32(2).int64(static_cast<std::int64_t>(value));
        return seal();
    }
    SnapshotBytes& last_zxid(std::int64_t zxid) {
        jute.int64(zxid);
        return seal();
    }
    const std::string& bytes() const { return jute.bytes(); }

    Jute jute;
};

inline const std::string& txnlog_header() {
    static const std::string header =
        Jute().int32(static_cast<std::int32_t>(zookeeper::txnlog_format::magic)).int32(2).int64(0).bytes();
    return header;
}

/// A whole record around the bytes that its checksum covers.
inline std::string sealed_record(std::string_view record) {
    return Jute().int64(adler32(adler32_start, as_bytes(record))).text(record).byte(0x42).bytes();
}

inline std::string txn_header(std::int64_t zxid, zookeeper::TxnType type) {
    return Jute()
        .int64(0x100)
        .int32(7)
        .int64(zxid)
        .int64(1700000000000)
        .int32(static_cast<std::int32_t>(type))
        .bytes();
}

inline std::string record(std::int64_t zxid, zookeeper::TxnType type, std::string_view body) {
    return sealed_record(txn_header(zxid, type) + std::string(body));
}

inline std::string digest_fields(std::uint64_t value) {
    return Jute().int32(2).int64(static_cast<std::int64_t>(value)).bytes();
}

} // namespace keeperfs::test
