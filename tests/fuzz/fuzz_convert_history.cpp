// Builds ZooKeeper's files from the input: a snapshot of a few nodes and a history of transactions over a
// handful of paths, with sessions, quotas, multis and gaps. Most inputs are converted, few are refused.
#include "fuzz/convert_check.h"
#include "support/zookeeper_writer.h"

#include <fmt/format.h>

#include <iterator>

namespace keeperfs::fuzz {

namespace {

using zookeeper::TxnType;

/// In the order in which a server writes them: a parent, then all below it.
constexpr std::string_view paths[] = {"",
                                      "/a",
                                      "/a/b",
                                      "/a/b/c",
                                      "/a/n0000000001",
                                      "/a/\xff",
                                      "/d",
                                      "/d/\xc3\xa9",
                                      "/keeper",
                                      "/zookeeper",
                                      "/zookeeper/config",
                                      "/zookeeper/quota",
                                      "/zookeeper/quota/a",
                                      "/zookeeper/quota/a/b",
                                      "/zookeeper/quota/a/b/zookeeper_limits",
                                      "/zookeeper/quota/a/b/zookeeper_stats",
                                      "/zookeeper/quota/a/zookeeper_limits",
                                      "/zookeeper/quota/a/zookeeper_stats",
                                      "/",
                                      "no-path"};
constexpr std::size_t paths_of_nodes = std::size(paths) - 2;
/// The second looks like the owner of a TTL node, the third like a container's.
constexpr std::int64_t session_ids[] = {
    0x100, static_cast<std::int64_t>(0xff00'0000'0000'1000), INT64_MIN, 0x200, -1, INT64_MAX, 0};

std::string_view path_from(Input& input) { return paths[input.up_to(std::size(paths) - 1)]; }
std::int64_t session_from(Input& input) { return session_ids[input.up_to(std::size(session_ids) - 1)]; }

std::optional<std::string> data_from(Input& input) {
    constexpr std::uint8_t null = 20, statistics = 19, odd_statistics = 18;
    const std::uint8_t size = input.up_to(null);
    switch (size) {
    case null:
        return std::nullopt;
    case statistics:
        return "count=1,bytes=9";
    case odd_statistics:
        return "count=9223372036854775807,bytes=-9223372036854775808=;count=;x=y,=";
    default:
        return std::string(size, 'd');
    }
}

tree::AclList acl_from(Input& input) {
    switch (input.up_to(4)) {
    case 0:
        return {};
    case 1:
        return {{31, "digest", "user:hash"}, {1, "world", "anyone"}};
    case 2:
        return {{31, "sasl", "somebody"}};
    default:
        return test::open_acl;
    }
}

tree::Stat stat_from(Input& input) {
    tree::Stat stat;
    stat.czxid = input.up_to(12);
    stat.mzxid = stat.pzxid = stat.czxid + input.up_to(3);
    stat.ctime = stat.mtime = input.likely_number<std::int64_t>();
    stat.version = input.likely_number<std::int32_t>();
    stat.cversion = input.likely_number<std::int32_t>();
    stat.aversion = input.likely_number<std::int32_t>();
    if (input.up_to(3) == 0)
        stat.ephemeral_owner = session_from(input);
    return stat;
}

std::string snapshot_from(Input& input) {
    std::string bytes;
    test::SnapshotFileWriter writer([&](std::string_view piece) { bytes += piece; });
    std::vector<std::pair<std::int64_t, std::int32_t>> sessions;
    for (std::uint8_t left = input.up_to(3); left > 0; --left) {
        const std::int64_t id = session_from(input);
        sessions.emplace_back(id, input.likely_number<std::int32_t>());
    }
    writer.begin(sessions, {{1, acl_from(input)}, {2, acl_from(input)}});
    const auto present = input.number<std::uint32_t>() | 1;
    std::set<std::string_view> written;
    for (std::size_t i = 0; i < paths_of_nodes; ++i) {
        const std::string_view path = paths[i];
        if ((present >> i & 1) == 0 || (i > 0 && !written.contains(path.substr(0, path.rfind('/')))))
            continue;
        written.insert(path);
        constexpr std::int64_t acl_numbers[] = {-1, 1, 2, 3};
        writer.node(path, data_from(input), acl_numbers[input.up_to(3)], stat_from(input));
    }
    writer.finish();
    return bytes;
}

struct Operation {
    TxnType type;
    std::string body;
};

Operation operation_from(Input& input) {
    namespace body = test::body;
    constexpr TxnType types[] = {
        TxnType::create,  TxnType::create2,    TxnType::remove,           TxnType::set_data,
        TxnType::set_acl, TxnType::create_ttl, TxnType::create_container, TxnType::delete_container,
        TxnType::error,   TxnType::check,      TxnType::reconfig};
    const TxnType type = types[input.up_to(std::size(types) - 1)];
    const std::string_view path = path_from(input);
    switch (type) {
    case TxnType::create:
    case TxnType::create2: {
        const auto data = data_from(input);
        const tree::AclList acl = acl_from(input);
        const bool ephemeral = input.up_to(2) == 0;
        return {type, body::create(path, data, acl, ephemeral, input.likely_number<std::int32_t>())};
    }
    case TxnType::create_container: {
        const auto data = data_from(input);
        return {type, body::create_container(path, data, acl_from(input), -1)};
    }
    case TxnType::create_ttl: {
        const auto data = data_from(input);
        return {type, body::create_ttl(path, data, test::open_acl, -1, input.likely_number<std::int64_t>())};
    }
    case TxnType::set_data:
    case TxnType::reconfig: {
        const auto data = data_from(input);
        return {type, body::set_data(path, data, input.likely_number<std::int32_t>())};
    }
    case TxnType::set_acl: {
        const tree::AclList acl = acl_from(input);
        return {type, body::set_acl(path, acl, input.likely_number<std::int32_t>())};
    }
    case TxnType::error:
        return {type, body::error(-101)};
    case TxnType::check:
        return {type, body::remove(path) + test::Jute().int32(0).bytes()};
    default:
        return {type, body::remove(path)};
    }
}

Operation transaction_from(Input& input) {
    switch (input.up_to(9)) {
    case 0:
        return {TxnType::create_session, test::body::create_session(input.likely_number<std::int32_t>())};
    case 1: {
        std::vector<std::string> closed;
        for (std::uint8_t left = input.up_to(2); left > 0; --left)
            closed.emplace_back(path_from(input));
        return {TxnType::close_session, test::body::close_session(closed)};
    }
    case 2: {
        std::vector<std::pair<std::int32_t, std::string>> operations;
        for (std::uint8_t left = input.up_to(3); left > 0; --left) {
            Operation operation = operation_from(input);
            operations.emplace_back(static_cast<std::int32_t>(operation.type), std::move(operation.body));
        }
        return {TxnType::multi, test::body::multi(operations)};
    }
    default:
        return operation_from(input);
    }
}

/// Mostly the next zxid, sometimes a later epoch, a gap, or a step back.
std::int64_t following(std::int64_t zxid, std::uint8_t step) {
    constexpr std::int64_t epoch = std::int64_t{1} << 32;
    if (step < 240)
        return zxid + 1;
    if (step < 244)
        return (zxid / epoch + 1) * epoch + step - 240;
    return std::max<std::int64_t>(zxid + step - 249, 1);
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    auto options = options_from(input);
    const std::int64_t snapshot_zxid = input.up_to(12);
    const std::uint8_t cut = input.byte();
    test::MemoryFileSystem files;
    files.make_directory(zookeeper_dir);
    files.put(io::join(zookeeper_dir, fmt::format("snapshot.{:x}", snapshot_zxid)), snapshot_from(input));

    std::int64_t zxid = 1 + input.up_to(12);
    std::string name, log;
    while (!input.empty()) {
        if (log.empty())
            name = io::join(zookeeper_dir, fmt::format("log.{:x}", zxid)), log = test::txnlog_header();
        const std::int64_t session = session_from(input);
        const Operation txn = transaction_from(input);
        log += test::txn_record(
            {.zxid = zxid, .session = session, .time_ms = zxid, .type = static_cast<std::int32_t>(txn.type)},
            txn.body);
        const std::uint8_t step = input.byte();
        zxid = following(zxid, step);
        if (step % 16 == 15) {
            files.put(name, log);
            log.clear();
        }
    }
    if (!log.empty())
        files.put(name, log.substr(0, cut >= 250 ? log.size() - std::min<std::size_t>(log.size(), cut - 249U)
                                                 : log.size()));
    if (cut == 249)
        options.source.until_zxid = snapshot_zxid + 3;
    convert_and_check(files, options);
}

} // namespace keeperfs::fuzz
