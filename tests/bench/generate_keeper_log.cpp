// Makes a Keeper's log as ClickHouse's tables fill it, with the digests that a server would have put there.
//   generate_keeper_log DIR RECORDS [plain]
#include "keeperfs/base/error.h"
#include "keeperfs/keeper/changelog_format.h"
#include "keeperfs/keeper/changelog_writer.h"
#include "keeperfs/keeper/replay.h"
#include "keeperfs/storage/disk.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <cstring>
#include <random>
#include <string>
#include <vector>

using namespace keeperfs;
using namespace keeperfs::keeper;

namespace {

constexpr std::int64_t begin_time = 1'700'000'000'000;
constexpr std::uint64_t tables = 200;

void append_text(std::string& out, std::string_view text) {
    append_be(out, static_cast<std::int32_t>(text.size()));
    out += text;
}

std::string create(const std::string& path, const std::string& data) {
    std::string body;
    append_text(body, path);
    append_text(body, data);
    append_be(body, std::int32_t{0}); // no ACLs
    append_be(body, std::int32_t{0}); // no flags
    return body;
}
std::string set(const std::string& path, const std::string& data) {
    std::string body;
    append_text(body, path);
    append_text(body, data);
    append_be(body, std::int32_t{-1});
    return body;
}
std::string remove(const std::string& path) {
    std::string body;
    append_text(body, path);
    append_be(body, std::int32_t{-1});
    return body;
}
std::string part_of_multi(OpNum op, const std::string& body) {
    std::string part;
    append_be(part, static_cast<std::int32_t>(op));
    part += '\0';
    append_be(part, std::int32_t{-1});
    return part + body;
}
std::string end_of_multi() {
    std::string end;
    append_be(end, std::int32_t{-1});
    end += '\1';
    append_be(end, std::int32_t{-1});
    return end;
}

class Generator {
public:
    Generator(std::string directory, std::uint64_t records, ChangelogCodec codec)
        : disk_(storage::local_disk(std::move(directory))), records_(records), codec_(codec), parts_(tables) {
    }

    void run() {
        while (index_ < records_) {
            const std::uint64_t from = index_ + 1;
            const std::uint64_t to = from + changelog_format::default_rotate_interval - 1;
            const auto file = disk_->create(changelog_name(from, to, codec_), storage::Disk::Existing::keep);
            ChangelogWriter writer(*file, codec_);
            while (index_ < std::min(to, records_))
                next(writer);
            writer.finish();
        }
    }

private:
    struct Parts {
        std::uint64_t first = 0, end = 0; ///< the numbers of those that are there
    };
    std::unique_ptr<storage::Disk> disk_;
    std::uint64_t records_;
    ChangelogCodec codec_;
    std::vector<Parts> parts_;
    Replay replay_;
    std::mt19937_64 random_{1};
    std::uint64_t index_ = 0;
    std::int64_t zxid_ = 0;
    std::uint64_t made_tables_ = 0;

    std::string table(std::uint64_t number) const {
        return fmt::format("/clickhouse/tables/{:08x}-shard-01", number * 2654435761U);
    }
    std::string part(std::uint64_t number, std::uint64_t of) const {
        return fmt::format("{}/parts/202611_{}_{}_0", table(number), of, of);
    }

    void next(ChangelogWriter& writer) {
        if (made_tables_ < tables)
            return begin(writer);
        const std::uint64_t number = random_() % tables;
        Parts& parts = parts_[number];
        const std::uint64_t choice = random_() % 100;
        const std::string data(40 + random_() % 60, static_cast<char>('a' + random_() % 26));
        if (choice < 35 || parts.end - parts.first < 3) {
            write(writer, OpNum::create, create(part(number, parts.end++), data));
        } else if (choice < 55) {
            write(writer, OpNum::set,
                  set(part(number, parts.first + random_() % (parts.end - parts.first)), data));
        } else if (choice < 75) {
            write(writer, OpNum::remove, remove(part(number, parts.first++)));
        } else if (choice < 85) {
            const std::uint64_t made = parts.end++;
            write(writer, OpNum::multi,
                  part_of_multi(OpNum::create, create(part(number, made), data)) +
                      part_of_multi(OpNum::set, set(table(number), data)) +
                      part_of_multi(OpNum::remove, remove(part(number, parts.first++))) + end_of_multi());
        } else {
            write(writer, OpNum::heartbeat, "");
        }
    }

    void begin(ChangelogWriter& writer) {
        if (index_ == 0)
            return write(writer, OpNum::create, create("/clickhouse", ""));
        if (index_ == 1)
            return write(writer, OpNum::create, create("/clickhouse/tables", ""));
        if (!replay_.contains(as_bytes(table(made_tables_))))
            return write(writer, OpNum::create, create(table(made_tables_), ""));
        write(writer, OpNum::create, create(table(made_tables_) + "/parts", ""));
        ++made_tables_;
    }

    std::string blob_of(OpNum op, const std::string& body) const {
        std::string blob;
        append_le(blob, std::int64_t{1});
        append_be(blob, static_cast<std::int32_t>(body.size() + 8));
        append_be(blob, static_cast<std::int32_t>(index_));
        append_be(blob, static_cast<std::int32_t>(op));
        blob += body;
        append_le(blob, begin_time + static_cast<std::int64_t>(index_));
        append_le(blob, zxid_);
        append_le(blob, std::uint8_t{1});
        append_le(blob, std::uint64_t{0});
        return blob;
    }

    void write(ChangelogWriter& writer, OpNum op, const std::string& body) {
        ++index_;
        ++zxid_;
        std::string blob = blob_of(op, body);
        ChangelogRecord record;
        record.index = index_;
        record.term = 1;
        Request request;
        decode_request(as_bytes(blob), index_, 0, request);
        if (replay_.apply(record, request).code != ReplyCode::ok)
            throw Error(ErrorKind::defect, "a generated request failed");
        const std::uint64_t digest = replay_.digest(1);
        std::memcpy(blob.data() + blob.size() - sizeof digest, &digest, sizeof digest);
        record.blob = as_bytes(blob);
        writer.write(record);
    }
};

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string_view> arguments(argv + 1, argv + argc);
    std::uint64_t records = 0;
    const bool is_plain = arguments.size() == 3 && arguments[2] == "plain";
    if ((arguments.size() != 2 && !is_plain) ||
        std::from_chars(arguments[1].data(), arguments[1].data() + arguments[1].size(), records).ec !=
            std::errc()) {
        std::fputs("generate_keeper_log DIR RECORDS [plain]\n", stderr);
        return 2;
    }
    try {
        Generator(std::string(arguments[0]), records, is_plain ? ChangelogCodec::plain : ChangelogCodec::zstd)
            .run();
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return error.exit_code();
    }
    return 0;
}
