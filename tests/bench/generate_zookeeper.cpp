// Makes a ZooKeeper directory shaped like ClickHouse's: tables with replicas, parts, a log, blocks and a
// queue.
//   generate_zookeeper DIR NODES TRANSACTIONS [one-parent]
// The mean path is about 100 bytes, the mean data about 46. "one-parent" puts every node below one.
#include "support/zookeeper_writer.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

using namespace keeperfs;

namespace {

constexpr std::int64_t begin_time = 1'700'000'000'000;
constexpr std::size_t parts_per_table = 2000;

class File {
public:
    explicit File(const std::string& path) : file_(std::fopen(path.c_str(), "wb"), &std::fclose) {
        if (!file_) {
            std::perror(path.c_str());
            std::exit(1);
        }
        buffer_.reserve(1 << 22);
    }
    ~File() { flush(); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    void write(std::string_view bytes) {
        buffer_ += bytes;
        if (buffer_.size() > (1 << 22) - (1 << 16))
            flush();
    }

private:
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
    std::string buffer_;

    void flush() {
        if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size()) {
            std::perror("write");
            std::exit(1);
        }
        buffer_.clear();
    }
};

/// Nodes in the order of a snapshot. Numbers of children that the shape needs are made up front, so that each
/// parent's cversion is right.
class Generator {
public:
    Generator(std::string directory, std::uint64_t nodes, std::uint64_t transactions)
        : directory_(std::move(directory)), wanted_(nodes), transactions_(transactions) {}

    void run(bool one_parent) {
        zxid_ = static_cast<std::int64_t>(wanted_) + 1000;
        {
            File file(fmt::format("{}/snapshot.{:x}", directory_, zxid_));
            writer_ = std::make_unique<test::SnapshotFileWriter>(
                [&](std::string_view bytes) { file.write(bytes); });
            writer_->begin({{0x100000000000001, 30000}}, {{1, test::open_acl}});
            if (one_parent)
                write_one_parent();
            else
                write_tables();
            writer_->finish();
        }
        write_log();
    }

private:
    std::string directory_;
    std::uint64_t wanted_, transactions_, made_ = 0;
    std::int64_t zxid_ = 0;
    std::unique_ptr<test::SnapshotFileWriter> writer_;
    std::mt19937_64 random_{42};
    std::vector<std::string> table_paths_;
    std::string data_;

    void node(const std::string& path, std::size_t data_size, std::int32_t children) {
        data_.clear();
        while (data_.size() < data_size) {
            std::uint64_t word = random_();
            for (int i = 0; i < 8 && data_.size() < data_size; ++i, word >>= 8)
                // Numbers and names, mostly repeated, as in parts' columns and checksums.
                data_ += i < 5 ? "columns format version: 1\n"[data_.size() % 26]
                               : static_cast<char>('a' + word % 16);
        }
        tree::Stat stat;
        stat.czxid = static_cast<std::int64_t>(made_ + 1);
        stat.mzxid = stat.czxid;
        stat.pzxid = stat.czxid;
        stat.ctime = begin_time + stat.czxid * 3;
        stat.mtime = stat.ctime;
        stat.cversion = children;
        writer_->node(path, data_, -1, stat);
        ++made_;
    }

    void leaves(const std::string& parent, const char* prefix, std::size_t count, std::size_t data_size) {
        for (std::size_t i = 0; i < count; ++i)
            node(fmt::format("{}/{}{:010}", parent, prefix, i * 7), data_size, 0);
    }

    void table(const std::string& path, std::size_t parts) {
        const std::size_t log = parts / 10, blocks = parts / 2, queue = parts / 20;
        node(path, 0, 5);
        node(path + "/metadata", 300, 0);
        node(path + "/log", 0, static_cast<std::int32_t>(log));
        leaves(path + "/log", "log-", log, 180);
        node(path + "/blocks", 0, static_cast<std::int32_t>(blocks));
        leaves(path + "/blocks", "202611_1234567890123456789_", blocks, 20);
        node(path + "/replicas", 0, 2);
        for (const char* replica : {"/replicas/clickhouse-01", "/replicas/clickhouse-02"}) {
            const std::string at = path + replica;
            node(at, 0, 2);
            node(at + "/parts", 0, static_cast<std::int32_t>(parts));
            leaves(at + "/parts", "202611_", parts, 46);
            node(at + "/queue", 0, static_cast<std::int32_t>(queue));
            leaves(at + "/queue", "queue-", queue, 150);
        }
    }

    void write_tables() {
        const std::size_t tables = std::max<std::size_t>(1, wanted_ / (parts_per_table * 27 / 10));
        const std::size_t parts =
            std::max<std::size_t>(20, static_cast<std::size_t>(wanted_ / tables) * 10 / 27);
        node("", 0, 2);
        node("/zookeeper", 0, 0);
        node("/clickhouse", 0, 1);
        node("/clickhouse/tables", 0, static_cast<std::int32_t>(tables));
        for (std::size_t i = 0; i < tables; ++i) {
            table_paths_.push_back(
                fmt::format("/clickhouse/tables/{:08x}-b5b0-4a63-8a67-6ff5d2f8{:04x}", i * 2654435761U, i));
            table(table_paths_.back(), parts);
        }
    }

    void write_one_parent() {
        node("", 0, 2);
        node("/zookeeper", 0, 0);
        table_paths_.emplace_back("/clickhouse");
        node("/clickhouse", 0, 1);
        node("/clickhouse/log", 0, static_cast<std::int32_t>(wanted_));
        leaves("/clickhouse/log", "a-long-name-as-blocks-have-them-202611_1234567890123456789_", wanted_, 46);
    }

    /// New entries in the tables' logs, and changes of their metadata.
    void write_log() {
        File file(fmt::format("{}/log.{:x}", directory_, zxid_ + 1));
        file.write(test::txnlog_header());
        for (std::uint64_t i = 0; i < transactions_; ++i) {
            const std::string& table = table_paths_[random_() % table_paths_.size()];
            test::TxnHead head{.zxid = zxid_ + 1 + static_cast<std::int64_t>(i),
                               .session = 0x100000000000001,
                               .time_ms = begin_time + static_cast<std::int64_t>(i)};
            std::string body;
            if (i % 4 == 3 && !table.ends_with("clickhouse")) {
                head.type = 5;
                body = test::body::set_data(table + "/metadata", "changed", static_cast<std::int32_t>(i));
            } else {
                head.type = 1;
                body = test::body::create(fmt::format("{}/log/new-{:010}", table, i),
                                          "a new entry of the table's log", test::open_acl, false, -1);
            }
            file.write(test::txn_record(head, body));
        }
    }
};

std::uint64_t number(const char* text) {
    std::uint64_t value = 0;
    const std::string_view digits(text);
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        fmt::print(stderr, "usage: generate_zookeeper DIR NODES TRANSACTIONS [one-parent]\n");
        return 2;
    }
    Generator(argv[1], number(argv[2]), number(argv[3]))
        .run(argc > 4 && std::string_view(argv[4]) == "one-parent");
    return 0;
}
