#pragma once
// Writes ZooKeeper's files, for tests and benchmarks. The reader under test shares no code with it.
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
#include <zlib.h>

namespace keeperfs::test {

/// jute: big-endian, nothing between fields.
class Jute {
public:
    std::string bytes;

    template <class T> Jute& number(T value) {
        append_be(bytes, value);
        return *this;
    }
    Jute& text(std::string_view value) {
        number(static_cast<std::int32_t>(value.size()));
        bytes += value;
        return *this;
    }
    Jute& buffer(const std::optional<std::string_view>& value) {
        return value ? text(*value) : number(std::int32_t{-1});
    }
    Jute& boolean(bool value) { return number(static_cast<std::uint8_t>(value ? 1 : 0)); }
    Jute& acls(const std::optional<tree::AclList>& list) {
        if (!list)
            return number(std::int32_t{-1});
        number(static_cast<std::int32_t>(list->size()));
        for (const tree::Acl& acl : *list)
            number(acl.permissions).text(acl.scheme).text(acl.id);
        return *this;
    }
};

inline const tree::AclList open_acl{{31, "world", "anyone"}};

/// A snapshot stream, handed to `out` in pieces.
class SnapshotFileWriter {
public:
    using Out = std::function<void(std::string_view)>;
    explicit SnapshotFileWriter(Out out) : out_(std::move(out)) {}

    void begin(const std::vector<std::pair<std::int64_t, std::int32_t>>& sessions,
               const std::vector<std::pair<std::int64_t, tree::AclList>>& acls) {
        Jute jute;
        jute.number(0x5a4b534e).number(2).number(std::int64_t{-1});
        jute.number(static_cast<std::int32_t>(sessions.size()));
        for (const auto& [id, timeout] : sessions)
            jute.number(id).number(timeout);
        jute.number(static_cast<std::int32_t>(acls.size()));
        for (const auto& [number, list] : acls)
            jute.number(number).acls(list);
        put(jute.bytes);
    }
    void node(std::string_view path, const std::optional<std::string_view>& data, std::int64_t acl,
              const tree::Stat& stat) {
        Jute& jute = scratch_;
        jute.bytes.clear();
        jute.text(path).buffer(data).number(acl);
        jute.number(stat.czxid).number(stat.mzxid).number(stat.ctime).number(stat.mtime);
        jute.number(stat.version).number(stat.cversion).number(stat.aversion);
        jute.number(stat.ephemeral_owner).number(stat.pzxid);
        put(jute.bytes);
    }
    struct Digest {
        std::int64_t zxid = 0;
        std::uint64_t value = 0;
    };
    void finish(const std::optional<Digest>& digest = {}, const std::optional<std::int64_t>& last_zxid = {}) {
        put(Jute().text("/").bytes);
        seal();
        if (digest) {
            put(Jute().number(digest->zxid).number(2).number(digest->value).bytes);
            seal();
        }
        if (last_zxid) {
            put(Jute().number(*last_zxid).bytes);
            seal();
        }
    }

private:
    Out out_;
    Jute scratch_;
    std::uint32_t adler_ = 1;

    void put(std::string_view bytes) {
        adler_ = static_cast<std::uint32_t>(
            ::adler32(adler_, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
        out_(bytes);
    }
    void seal() { put(Jute().number(std::uint64_t{adler_}).text("/").bytes); }
};

/// What stands before a transaction's body.
struct TxnHead {
    std::int64_t zxid = 0;
    std::int64_t session = 0;
    std::int64_t time_ms = 0;
    std::int32_t type = 0;
};

inline std::string txn_log_header() { return Jute().number(0x5a4b4c47).number(2).number(std::int64_t{0}).bytes; }

inline std::string txn_record(const TxnHead& head, std::string_view body,
                              const std::optional<std::uint64_t>& digest = {}) {
    Jute record;
    record.number(head.session).number(std::int32_t{7}).number(head.zxid).number(head.time_ms).number(head.type);
    record.bytes += body;
    if (digest)
        record.number(std::int32_t{2}).number(*digest);
    const auto checksum = static_cast<std::uint64_t>(::adler32(
        1, reinterpret_cast<const Bytef*>(record.bytes.data()), static_cast<uInt>(record.bytes.size())));
    return Jute().number(checksum).text(record.bytes).bytes + 'B';
}

namespace body {
inline std::string create(std::string_view path, const std::optional<std::string_view>& data,
                          const std::optional<tree::AclList>& acl, bool ephemeral, std::int32_t parent_cversion) {
    return Jute().text(path).buffer(data).acls(acl).boolean(ephemeral).number(parent_cversion).bytes;
}
inline std::string create_container(std::string_view path, const std::optional<std::string_view>& data,
                                    const tree::AclList& acl, std::int32_t parent_cversion) {
    return Jute().text(path).buffer(data).acls(acl).number(parent_cversion).bytes;
}
inline std::string create_ttl(std::string_view path, const std::optional<std::string_view>& data,
                              const tree::AclList& acl, std::int32_t parent_cversion, std::int64_t ttl_ms) {
    return create_container(path, data, acl, parent_cversion) + Jute().number(ttl_ms).bytes;
}
inline std::string remove(std::string_view path) { return Jute().text(path).bytes; }
inline std::string set_data(std::string_view path, const std::optional<std::string_view>& data,
                            std::int32_t version) {
    return Jute().text(path).buffer(data).number(version).bytes;
}
inline std::string set_acl(std::string_view path, const tree::AclList& acl, std::int32_t version) {
    return Jute().text(path).acls(acl).number(version).bytes;
}
inline std::string error(std::int32_t code) { return Jute().number(code).bytes; }
inline std::string create_session(std::int32_t timeout_ms) { return Jute().number(timeout_ms).bytes; }
inline std::string close_session(const std::vector<std::string>& paths) {
    Jute jute;
    jute.number(static_cast<std::int32_t>(paths.size()));
    for (const std::string& path : paths)
        jute.text(path);
    return jute.bytes;
}
inline std::string multi(const std::vector<std::pair<std::int32_t, std::string>>& operations) {
    Jute jute;
    jute.number(static_cast<std::int32_t>(operations.size()));
    for (const auto& [type, bytes] : operations)
        jute.number(type).text(bytes);
    return jute.bytes;
}
} // namespace body

} // namespace keeperfs::test
