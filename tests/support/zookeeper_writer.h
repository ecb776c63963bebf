#pragma once
// Writes whole files of ZooKeeper, for tests and benchmarks.
#include "support/zookeeper_bytes.h"

#include "keeperfs/base/bytes.h"
#include "keeperfs/tree/acl.h"
#include "keeperfs/tree/stat.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keeperfs::test {

inline Jute& put_data(Jute& jute, const std::optional<std::string_view>& data) {
    return data ? jute.text(*data) : jute.null();
}
inline Jute& put_acls(Jute& jute, const std::optional<tree::AclList>& list) {
    if (!list)
        return jute.null();
    jute.int32(static_cast<std::int32_t>(list->size()));
    for (const tree::Acl& acl : *list)
        jute.int32(acl.permissions).text(acl.scheme).text(acl.id);
    return jute;
}

inline const tree::AclList open_acl{{31, "world", "anyone"}};

/// A snapshot stream, handed to `out` in pieces.
class SnapshotFileWriter {
public:
    using Out = std::function<void(std::string_view)>;
    explicit SnapshotFileWriter(Out out) : out_(std::move(out)) {}

    void begin(const std::vector<std::pair<std::int64_t, std::int32_t>>& sessions,
               const std::vector<std::pair<std::int64_t, tree::AclList>>& acls) {
        Jute jute;
        jute.int32(0x5a4b534e).int32(2).int64(-1);
        jute.int32(static_cast<std::int32_t>(sessions.size()));
        for (const auto& [id, timeout] : sessions)
            jute.int64(id).int32(timeout);
        jute.int32(static_cast<std::int32_t>(acls.size()));
        for (const auto& [number, list] : acls)
            put_acls(jute.int64(number), list);
        put(jute.bytes());
    }
    void node(std::string_view path, const std::optional<std::string_view>& data, std::int64_t acl,
              const tree::Stat& stat) {
        scratch_.clear();
        put_data(scratch_.text(path), data).int64(acl);
        scratch_.int64(stat.czxid).int64(stat.mzxid).int64(stat.ctime).int64(stat.mtime);
        scratch_.int32(stat.version).int32(stat.cversion).int32(stat.aversion);
        scratch_.int64(stat.ephemeral_owner).int64(stat.pzxid);
        put(scratch_.bytes());
    }
    struct Digest {
        std::int64_t zxid = 0;
        std::uint64_t value = 0;
    };
    void finish(const std::optional<Digest>& digest = {}, const std::optional<std::int64_t>& last_zxid = {}) {
        put(Jute().text("/").bytes());
        seal();
        if (digest) {
            put(Jute().int64(digest->zxid).raw(digest_fields(digest->value)).bytes());
            seal();
        }
        if (last_zxid) {
            put(Jute().int64(*last_zxid).bytes());
            seal();
        }
    }

private:
    Out out_;
    Jute scratch_;
    std::uint32_t adler_ = 1;

    void put(std::string_view bytes) {
        adler_ = adler32(adler_, as_bytes(bytes));
        out_(bytes);
    }
    void seal() { put(Jute().int64(adler_).text("/").bytes()); }
};

/// What stands before a transaction's body.
struct TxnHead {
    std::int64_t zxid = 0;
    std::int64_t session = 0;
    std::int64_t time_ms = 0;
    std::int32_t type = 0;
};

inline std::string txn_record(const TxnHead& head, std::string_view body,
                              const std::optional<std::uint64_t>& digest = {}) {
    Jute record;
    record.int64(head.session).int32(7).int64(head.zxid).int64(head.time_ms).int32(head.type).raw(body);
    if (digest)
        record.raw(digest_fields(*digest));
    return sealed_record(record.bytes());
}

namespace body {
inline std::string create_container(std::string_view path, const std::optional<std::string_view>& data,
                                    const std::optional<tree::AclList>& acl, std::int32_t parent_cversion) {
    Jute jute;
    return put_acls(put_data(jute.text(path), data), acl).int32(parent_cversion).bytes();
}
inline std::string create(std::string_view path, const std::optional<std::string_view>& data,
                          const std::optional<tree::AclList>& acl, bool ephemeral,
                          std::int32_t parent_cversion) {
    Jute jute;
    return put_acls(put_data(jute.text(path), data), acl)
        .byte(ephemeral ? 1 : 0)
        .int32(parent_cversion)
        .bytes();
}
inline std::string create_ttl(std::string_view path, const std::optional<std::string_view>& data,
                              const tree::AclList& acl, std::int32_t parent_cversion, std::int64_t ttl_ms) {
    return create_container(path, data, acl, parent_cversion) + Jute().int64(ttl_ms).bytes();
}
inline std::string remove(std::string_view path) { return Jute().text(path).bytes(); }
inline std::string set_data(std::string_view path, const std::optional<std::string_view>& data,
                            std::int32_t version) {
    Jute jute;
    return put_data(jute.text(path), data).int32(version).bytes();
}
inline std::string set_acl(std::string_view path, const tree::AclList& acl, std::int32_t version) {
    Jute jute;
    return put_acls(jute.text(path), acl).int32(version).bytes();
}
inline std::string error(std::int32_t code) { return Jute().int32(code).bytes(); }
inline std::string create_session(std::int32_t timeout_ms) { return Jute().int32(timeout_ms).bytes(); }
inline std::string close_session(const std::vector<std::string>& paths) {
    Jute jute;
    jute.int32(static_cast<std::int32_t>(paths.size()));
    for (const std::string& path : paths)
        jute.text(path);
    return jute.bytes();
}
inline std::string multi(const std::vector<std::pair<std::int32_t, std::string>>& operations) {
    Jute jute;
    jute.int32(static_cast<std::int32_t>(operations.size()));
    for (const auto& [type, bytes] : operations)
        jute.int32(type).text(bytes);
    return jute.bytes();
}
} // namespace body

} // namespace keeperfs::test
