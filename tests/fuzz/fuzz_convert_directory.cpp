// Input: two bytes of options, a byte whether checksums are made right, the zxid in the snapshot's name
// (u16), then a snapshot and up to two logs, told apart by the logs' magic number.
#include "fuzz/convert_check.h"
#include "fuzz/zookeeper_repair.h"

#include <fmt/format.h>

namespace keeperfs::fuzz {

namespace {

constexpr std::string_view log_magic = "ZKLG";

/// The zxid of the first record is what a server names the file after.
std::uint64_t first_zxid(std::string_view log) {
    namespace format = zookeeper::txnlog_format;
    constexpr std::size_t zxid_at =
        format::file_header_bytes + format::record_prefix_bytes + sizeof(std::int64_t) + sizeof(std::int32_t);
    if (log.size() < zxid_at + sizeof(std::int64_t))
        return 1;
    return load_be<std::uint64_t>(as_bytes(log).data() + zxid_at);
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    const auto options = options_from(input);
    const bool repair = input.flag();
    const auto snapshot_zxid = input.number<std::uint64_t>();
    std::string_view rest = input.rest();

    test::MemoryFileSystem files;
    files.make_directory(zookeeper_dir);
    const auto put = [&](const std::string& name, std::string content) {
        files.put(io::join(zookeeper_dir, name), std::move(content));
    };
    const std::string_view snapshot = rest.substr(0, rest.find(log_magic));
    if (!snapshot.empty())
        put(fmt::format("snapshot.{:x}", snapshot_zxid),
            repair ? repaired_snapshot(snapshot) : std::string(snapshot));
    rest.remove_prefix(snapshot.size());
    for (int left = 2; left > 0 && !rest.empty(); --left) {
        const std::string_view log =
            left == 1 ? rest : rest.substr(0, rest.find(log_magic, log_magic.size()));
        put(fmt::format("log.{:x}", first_zxid(log)),
            repair ? repaired_log(std::string(log)) : std::string(log));
        rest.remove_prefix(log.size());
    }
    convert_and_check(files, options);
}

} // namespace keeperfs::fuzz
