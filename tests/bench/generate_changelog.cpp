// Makes a zstd changelog: parts that come and go, as in ClickHouse.
//   generate_changelog DIR RECORDS
#include "support/keeper_records.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/atomic_output.h"

#include <fmt/format.h>

#include <charconv>
#include <random>

using namespace keeperfs;
using keeper::OpNum;
using test::Jute;

namespace {

constexpr std::int64_t begin_time = 1'764'000'000'000;
constexpr std::uint64_t tables = 200, sessions = 20;

std::string create(std::string_view path, std::string_view data) {
    return Jute().text(path).text(data).open_acl().int32(0).bytes();
}

std::string blob_of(std::uint64_t index, std::mt19937_64& random) {
    const std::string table = fmt::format("/clickhouse/tables/{}", random() % tables);
    const std::string part =
        fmt::format("{}/replicas/clickhouse-01/parts/202611_{}_{}_0", table, index, index);
    const auto session = static_cast<std::int64_t>(1 + random() % sessions);
    const auto request = [&](OpNum op, const std::string& body) {
        return test::request_blob(session, static_cast<std::int32_t>(index), op, body,
                                  test::servers_part(begin_time + static_cast<std::int64_t>(index),
                                                     static_cast<std::int64_t>(index), random()));
    };
    switch (index % 4) {
    case 0:
        return request(OpNum::create, create(part, "columns format version: 1\n3 columns:\n"));
    case 1:
        return request(OpNum::create, create(table + "/log/log-", "format version: 4\ncreate_time: now\n"));
    case 2:
        return request(OpNum::set, Jute().text(table + "/metadata").text("changed").int32(-1).bytes());
    default:
        return request(OpNum::remove, Jute().text(part).int32(-1).bytes());
    }
}

void generate(const std::string& directory, std::uint64_t records) {
    const std::string name = keeper::changelog_name(1, records, keeper::ChangelogCodec::zstd);
    io::AtomicOutput file(io::FileSystem::system(), io::join(directory, name),
                          io::FileSystem::Existing::keep);
    keeper::ChangelogWriter writer(file, keeper::ChangelogCodec::zstd);
    std::mt19937_64 random(42);
    for (std::uint64_t index = 1; index <= records; ++index) {
        const std::string blob = blob_of(index, random);
        writer.write({.index = index, .term = 1, .blob = as_bytes(blob)});
    }
    writer.finish();
    file.commit();
}

} // namespace

int main(int argc, char** argv) {
    std::uint64_t records = 0;
    if (argc == 3) {
        const std::string_view digits(argv[2]);
        std::from_chars(digits.data(), digits.data() + digits.size(), records);
    }
    if (records == 0) {
        fmt::print(stderr, "usage: generate_changelog DIR RECORDS\n");
        return 2;
    }
    try {
        generate(argv[1], records);
    } catch (const Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return error.exit_code();
    }
    return 0;
}
