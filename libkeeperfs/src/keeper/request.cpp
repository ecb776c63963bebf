#include "keeperfs/keeper/request.h"

#include "base/jute.h"
#include "keeper/field_reader.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace keeperfs::keeper {

using jute::Cursor;

namespace {

constexpr const char* advice =
    "The log is damaged, or of a release later than 26.9; what stands before this record can be used.";

// ClickHouse's ZooKeeperConstants.h.
constexpr std::pair<OpNum, std::string_view> names[] = {
    {OpNum::close, "Close"},
    {OpNum::create, "Create"},
    {OpNum::remove, "Remove"},
    {OpNum::exists, "Exists"},
    {OpNum::get, "Get"},
    {OpNum::set, "Set"},
    {OpNum::get_acl, "GetACL"},
    {OpNum::set_acl, "SetACL"},
    {OpNum::simple_list, "SimpleList"},
    {OpNum::sync, "Sync"},
    {OpNum::heartbeat, "Heartbeat"},
    {OpNum::list, "List"},
    {OpNum::check, "Check"},
    {OpNum::multi, "Multi"},
    {OpNum::create2, "Create2"},
    {OpNum::reconfig, "Reconfig"},
    {OpNum::check_watch, "CheckWatch"},
    {OpNum::remove_watch, "RemoveWatch"},
    {OpNum::create_container, "CreateContainer"},
    {OpNum::create_ttl, "CreateTTL"},
    {OpNum::multi_read, "MultiRead"},
    {OpNum::auth, "Auth"},
    {OpNum::set_watch, "SetWatch"},
    {OpNum::set_watch2, "SetWatch2"},
    {OpNum::add_watch, "AddWatch"},
    {OpNum::filtered_list, "FilteredList"},
    {OpNum::check_not_exists, "CheckNotExists"},
    {OpNum::create_if_not_exists, "CreateIfNotExists"},
    {OpNum::remove_recursive, "RemoveRecursive"},
    {OpNum::check_stat, "CheckStat"},
    {OpNum::try_remove, "TryRemove"},
    {OpNum::filtered_list_with_stats_and_data, "FilteredListWithStatsAndData"},
    {OpNum::list_recursive, "ListRecursive"},
    {OpNum::session_id, "SessionID"},
};

constexpr std::size_t least_acl_bytes = 12;     ///< permissions, two lengths
constexpr std::size_t least_string_bytes = 4;   ///< its length
constexpr std::int32_t least_request_bytes = 8; ///< xid and operation
constexpr std::int32_t ephemeral_flag = 1, sequential_flag = 2;
constexpr std::int32_t sequential_ttl_flags = 6; ///< ZooKeeper's create mode, no bits
constexpr std::int32_t end_of_multi = -1;
/// Stands in place of a session id in entries that no release writes (keeper-files 11).
constexpr std::int64_t batched_entry = INT64_MIN;

/// Says of which record it is.
Error in_record(const Error& cause, std::uint64_t index) {
    Error error(ErrorKind::bad_input, fmt::format("in the record of index {}, {}", index, cause.message()));
    error.at(*cause.offset()).hint(advice);
    if (cause.got())
        error.found(*cause.got(), *cause.wanted());
    return error;
}

[[noreturn]] void fail(std::string what, std::uint64_t offset) {
    throw Error(ErrorKind::bad_input, std::move(what)).at(offset);
}

/// A request that is read, and where it lies.
struct Decoder {
    Cursor cursor;

    /// A length of -1 stands for an empty text.
    Bytes bytes(const char* field) noexcept {
        bool is_null = false;
        return cursor.buffer(field, is_null);
    }
    std::string text(const char* field) { return std::string(as_text(bytes(field))); }

    void check() const {
        if (!cursor.ok())
            throw cursor.error();
    }

    void acl(tree::AclList& list) {
        const std::int32_t count = cursor.count("number of entries of an ACL", least_acl_bytes);
        for (std::int32_t i = 0; i < count && cursor.ok(); ++i) {
            tree::Acl& acl = list.emplace_back();
            acl.permissions = cursor.int32("permissions of an ACL");
            acl.scheme = text("scheme of an ACL");
            acl.id = text("id of an ACL");
        }
    }
    void create(RequestOperation& operation) {
        operation.path = bytes("path");
        operation.data = bytes("data");
        acl(operation.acl);
        operation.flags = cursor.int32("flags");
        if (operation.op == OpNum::create_ttl) {
            operation.ttl_ms = cursor.int64("time to live");
            operation.sequential = operation.flags == sequential_ttl_flags;
        } else if (operation.op != OpNum::create_container) {
            operation.ephemeral = (operation.flags & ephemeral_flag) != 0;
            operation.sequential = (operation.flags & sequential_flag) != 0;
        }
    }
    void expected_stat(ExpectedStat& stat) noexcept {
        stat.czxid = cursor.int64("czxid");
        stat.mzxid = cursor.int64("mzxid");
        stat.ctime = cursor.int64("ctime");
        stat.mtime = cursor.int64("mtime");
        stat.version = cursor.int32("version");
        stat.cversion = cursor.int32("cversion");
        stat.aversion = cursor.int32("aversion");
        stat.ephemeral_owner = cursor.int64("ephemeral owner");
        stat.data_length = cursor.int32("length of the data");
        stat.num_children = cursor.int32("number of children");
        stat.pzxid = cursor.int64("pzxid");
    }
    void reconfig(RequestOperation& operation) {
        operation.joining = text("servers that join");
        operation.leaving = text("servers that leave");
        operation.new_members = text("new members");
        cursor.int64("version");
    }
    void session_id(RequestOperation& operation) noexcept {
        operation.internal_id = cursor.int64("internal id");
        operation.timeout_ms = cursor.int64("timeout");
        operation.server_id = cursor.int32("server id");
    }
    void auth(RequestOperation& operation) {
        cursor.int32("type of the authentication");
        operation.acl_scheme = text("scheme");
        operation.data = bytes("credentials");
    }
    void watches(OpNum op) noexcept {
        cursor.int64("zxid");
        const int lists = op == OpNum::set_watch2 ? 5 : 3;
        for (int list = 0; list < lists; ++list) {
            const std::int32_t count = cursor.count("number of watches", least_string_bytes);
            for (std::int32_t i = 0; i < count && cursor.ok(); ++i)
                bytes("path of a watch");
        }
    }
    void path_and_marks(RequestOperation& operation, int marks) noexcept {
        operation.path = bytes("path");
        for (int i = 0; i < marks; ++i)
            cursor.boolean("mark of a read");
    }
    void path_and_version(RequestOperation& operation) noexcept {
        operation.path = bytes("path");
        operation.version = cursor.int32("version");
    }

    /// False for a number that is no operation, and for a multi.
    bool operation(RequestOperation& operation) {
        switch (operation.op) {
        case OpNum::close:
        case OpNum::heartbeat:
            return true;
        case OpNum::create:
        case OpNum::create2:
        case OpNum::create_container:
        case OpNum::create_ttl:
        case OpNum::create_if_not_exists:
            create(operation);
            return true;
        case OpNum::remove:
        case OpNum::try_remove:
        case OpNum::check:
        case OpNum::check_not_exists:
            path_and_version(operation);
            return true;
        case OpNum::check_stat:
            path_and_version(operation);
            expected_stat(operation.expected);
            return true;
        case OpNum::set:
            operation.path = bytes("path");
            operation.data = bytes("data");
            operation.version = cursor.int32("version");
            return true;
        case OpNum::set_acl:
            operation.path = bytes("path");
            acl(operation.acl);
            operation.version = cursor.int32("version");
            return true;
        case OpNum::remove_recursive:
        case OpNum::list_recursive:
            operation.path = bytes("path");
            operation.limit = static_cast<std::uint32_t>(cursor.int32("limit"));
            return true;
        case OpNum::get_acl:
        case OpNum::sync:
            path_and_marks(operation, 0);
            return true;
        case OpNum::exists:
        case OpNum::get:
        case OpNum::simple_list:
        case OpNum::list:
            path_and_marks(operation, 1);
            return true;
        case OpNum::filtered_list:
            path_and_marks(operation, 2);
            return true;
        case OpNum::filtered_list_with_stats_and_data:
            path_and_marks(operation, 4);
            return true;
        case OpNum::check_watch:
        case OpNum::remove_watch:
        case OpNum::add_watch:
            operation.path = bytes("path");
            cursor.int32("type of a watch");
            return true;
        case OpNum::set_watch:
        case OpNum::set_watch2:
            watches(operation.op);
            return true;
        case OpNum::reconfig:
            reconfig(operation);
            return true;
        case OpNum::auth:
            auth(operation);
            return true;
        case OpNum::session_id:
            session_id(operation);
            return true;
        case OpNum::multi:
        case OpNum::multi_read:
            return false;
        }
        return false;
    }

    void multi(std::vector<RequestOperation>& parts) {
        for (;;) {
            const std::uint64_t at = cursor.offset();
            const auto op = static_cast<OpNum>(cursor.int32("operation of a multi"));
            const bool done = cursor.boolean("end mark of a multi");
            const std::int32_t error = cursor.int32("error code of a multi");
            check();
            if (done) {
                if (static_cast<std::int32_t>(op) != end_of_multi || error != end_of_multi)
                    fail("the end of the multi is wrong", at);
                return;
            }
            RequestOperation& part = parts.emplace_back();
            part.op = op;
            if (!operation(part))
                fail(fmt::format("part {} of the multi is {}, which no multi can hold", parts.size(),
                                 name_of(op)),
                     at);
            check();
        }
    }
};

void decode_clients_part(Bytes part, std::uint64_t offset, Request& request) {
    Decoder decoder{Cursor(part, offset)};
    request.xid = decoder.cursor.int32("xid");
    const std::uint64_t op_at = decoder.cursor.offset();
    const auto op = static_cast<OpNum>(decoder.cursor.int32("operation"));
    request.operation.op = op;
    if (op == OpNum::multi || op == OpNum::multi_read)
        decoder.multi(request.parts);
    else if (!decoder.operation(request.operation))
        fail(fmt::format("there is an operation that is not known, {}", name_of(op)), op_at);
    decoder.check();
    if (const std::size_t left = decoder.cursor.left(); left != 0)
        fail(fmt::format("{} left over behind {}", counted(left, "byte is", "bytes are"), name_of(op)),
             decoder.cursor.offset());
}

/// Each field is there only if the one before it is.
void decode_servers_part(FieldReader& fields, Request& request) {
    if (!fields.any())
        return;
    request.time_ms = fields.little_endian<std::int64_t>("time");
    if (!fields.any())
        return;
    if (const auto zxid = fields.little_endian<std::int64_t>("zxid"); zxid != 0) {
        request.zxid = zxid;
        request.has_zxid = true;
    }
    request.digest_version = fields.little_endian<std::uint8_t>("digest version");
    if (request.digest_version != 0 || fields.any())
        request.digest = fields.little_endian<std::uint64_t>("digest");
    if (!fields.any())
        return;
    const auto high = fields.big_endian<std::uint32_t>("high half of the xid");
    request.xid =
        static_cast<std::int64_t>(std::uint64_t{high} << 32 | static_cast<std::uint32_t>(request.xid));
    request.has_64bit_xid = true;
    request.tracing_context = fields.rest();
}

void decode(Bytes blob, std::uint64_t offset, Request& request) {
    FieldReader fields(blob, offset);
    request.session_id = fields.little_endian<std::int64_t>("session id");
    if (request.session_id == batched_entry)
        fail("there is a batch of requests, which no release writes", offset);
    const std::uint64_t length_at = fields.offset();
    const auto length = fields.big_endian<std::int32_t>("length of the request");
    if (const std::size_t most = fields.rest().size();
        length < least_request_bytes || static_cast<std::size_t>(length) > most)
        throw Error(ErrorKind::bad_input, "the length of the request cannot be right")
            .at(length_at)
            .found(std::to_string(length), fmt::format("{} to {}", least_request_bytes, most));
    const std::uint64_t part_at = fields.offset();
    decode_clients_part(fields.take(static_cast<std::size_t>(length), "request"), part_at, request);
    decode_servers_part(fields, request);
}

void reset(Request& request, std::uint64_t index) {
    std::vector<RequestOperation> parts = std::move(request.parts);
    parts.clear();
    request = {};
    request.parts = std::move(parts); // keeps its memory
    request.zxid = static_cast<std::int64_t>(index);
}

} // namespace

std::string name_of(OpNum op) {
    for (const auto& [number, name] : names)
        if (number == op)
            return std::string(name);
    return fmt::format("op {}", static_cast<std::int32_t>(op));
}

std::optional<OpNum> parse_op(std::string_view text) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    std::int32_t wanted = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), wanted);
    const bool is_number = error == std::errc() && end == text.data() + text.size();
    for (const auto& [number, name] : names)
        if (is_number ? static_cast<std::int32_t>(number) == wanted
                      : std::ranges::equal(text, name, {}, lower, lower))
            return number;
    return std::nullopt;
}

bool can_change_the_tree(OpNum op) noexcept {
    switch (op) {
    case OpNum::close:
    case OpNum::create:
    case OpNum::create2:
    case OpNum::create_container:
    case OpNum::create_if_not_exists:
    case OpNum::create_ttl:
    case OpNum::multi:
    case OpNum::remove:
    case OpNum::remove_recursive:
    case OpNum::set:
    case OpNum::set_acl:
    case OpNum::try_remove:
        return true;
    default:
        return false;
    }
}

void decode_request(Bytes blob, std::uint64_t index, std::uint64_t offset, Request& request) {
    reset(request, index);
    try {
        decode(blob, offset, request);
    } catch (const Error& cause) {
        throw in_record(cause, index);
    }
}

} // namespace keeperfs::keeper
