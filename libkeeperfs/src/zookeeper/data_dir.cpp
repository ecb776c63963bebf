#include "keeperfs/zookeeper/data_dir.h"

#include "io/read_ahead.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/codecs.h"
#include "keeperfs/io/file_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace keeperfs::zookeeper {

namespace {

constexpr std::string_view snapshot_prefix = "snapshot", log_prefix = "log";
constexpr std::array<std::uint8_t, 5> end_mark{0, 0, 0, 1, '/'};
constexpr std::size_t least_snapshot_bytes = 10;
constexpr std::array<std::uint8_t, 2> gzip_magic{0x1f, 0x8b};
constexpr std::array<std::uint8_t, 8> snappy_magic{0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};

/// Java's split("\\."), which drops empty parts at the end.
std::string_view without_dots_at_end(std::string_view name) {
    const std::size_t last = name.find_last_not_of('.');
    return last == std::string_view::npos ? std::string_view() : name.substr(0, last + 1);
}

Compression compression_of(std::string_view name) {
    name = without_dots_at_end(name);
    std::string last(name.substr(name.rfind('.') + 1));
    std::ranges::transform(last, last.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return last == "gz" ? Compression::gzip : last == "snappy" ? Compression::snappy : Compression::none;
}

std::vector<DataFile> list_files(io::FileSystem& files, const std::string& directory,
                                 std::string_view prefix) {
    std::vector<DataFile> found;
    for (const io::DirectoryEntry& entry : files.list(directory)) {
        const auto zxid = zxid_of_name(entry.name, prefix);
        if (zxid && entry.kind == io::FileKind::regular)
            found.push_back(
                {io::join(directory, entry.name), entry.name, *zxid, entry.size, compression_of(entry.name)});
    }
    return found;
}

/// "log.5" comes before "log.5.bak".
bool has_further_parts(const DataFile& file) { return std::ranges::count(file.name, '.') > 1; }

bool plain_name_first(const DataFile& a, const DataFile& b) {
    return std::pair(has_further_parts(a), std::string_view(a.name)) <
           std::pair(has_further_parts(b), std::string_view(b.name));
}

/// Keeps a decoded file and what it is made of together, and gives errors the file's name.
class SnapshotFile final : public io::Source {
public:
    SnapshotFile(io::FileSystem& files, const DataFile& file, std::uint64_t expansion_limit)
        : path_(file.path), file_(files, file.path), top_(&file_) {
        if (file.compression == Compression::none)
            return;
        codec_ =
            file.compression == Compression::gzip ? io::gzip_source(file_) : io::snappy_java_source(file_);
        limited_ = io::limited_source(*codec_, limit(file_.size(), expansion_limit));
        top_ = limited_.get();
    }
    std::size_t read(std::span<std::uint8_t> into) override {
        try {
            return top_->read(into);
        } catch (Error& error) {
            error.file(path_);
            throw;
        }
    }
    std::optional<std::uint64_t> remaining() const override { return top_->remaining(); }

private:
    std::string path_;
    io::FileSource file_;
    std::unique_ptr<io::Source> codec_, limited_;
    io::Source* top_;

    static std::uint64_t limit(std::uint64_t size, std::uint64_t times) {
        constexpr std::uint64_t always_allowed = std::uint64_t{64} << 20;
        constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max() - always_allowed;
        return always_allowed + (times != 0 && size > most / times ? most : size * times);
    }
};

template <std::size_t N>
bool has_at(io::File& file, std::uint64_t offset, const std::array<std::uint8_t, N>& wanted) {
    std::array<std::uint8_t, N> bytes;
    return file.read_at(offset, bytes) == N && bytes == wanted;
}

} // namespace

std::optional<std::int64_t> zxid_of_name(std::string_view name, std::string_view prefix) {
    if (!name.starts_with(prefix) || name.substr(prefix.size(), 1) != ".")
        return std::nullopt;
    std::string_view digits = name.substr(prefix.size() + 1);
    digits = digits.substr(0, digits.find('.'));
    if (digits.starts_with('+')) {
        digits.remove_prefix(1);
        if (digits.starts_with('-'))
            return std::nullopt;
    }
    std::int64_t zxid = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), zxid, 16);
    // -1 is what ZooKeeper's own function returns for a name that is none.
    if (failure != std::errc() || end != digits.data() + digits.size() || zxid == -1)
        return std::nullopt;
    return zxid;
}

std::vector<DataFile> list_snapshots(io::FileSystem& files, const std::string& directory) {
    std::vector<DataFile> found = list_files(files, directory, snapshot_prefix);
    std::ranges::sort(found, [](const DataFile& a, const DataFile& b) {
        return a.zxid != b.zxid ? a.zxid > b.zxid : plain_name_first(a, b);
    });
    return found;
}

std::vector<DataFile> list_logs(io::FileSystem& files, const std::string& directory) {
    std::vector<DataFile> found = list_files(files, directory, log_prefix);
    std::erase_if(found, [](const DataFile& file) { return file.zxid < 0; });
    std::ranges::sort(found, [](const DataFile& a, const DataFile& b) {
        return a.zxid != b.zxid ? a.zxid < b.zxid : plain_name_first(a, b);
    });
    for (DataFile& file : found)
        file.compression = Compression::none;
    return found;
}

std::vector<DataFile> logs_to_read(const std::vector<DataFile>& logs, std::int64_t first_zxid) {
    auto first = std::ranges::lower_bound(logs, first_zxid, {}, &DataFile::zxid);
    if (first != logs.begin())
        first = std::ranges::lower_bound(logs, std::prev(first)->zxid, {}, &DataFile::zxid);
    return {first, logs.end()};
}

std::optional<std::string> reason_not_a_snapshot(io::FileSystem& files, const DataFile& file) {
    const auto opened = files.open_for_reading(file.path);
    switch (file.compression) {
    case Compression::gzip:
        if (!has_at(*opened, 0, gzip_magic))
            return "it does not begin as a gzip file does (1f 8b)";
        break;
    case Compression::snappy:
        if (!has_at(*opened, 0, snappy_magic))
            return "it does not begin as a file of snappy-java does (82 \"SNAPPY\" 00)";
        break;
    case Compression::none: {
        const std::uint64_t size = opened->size();
        if (size < least_snapshot_bytes)
            return fmt::format("it has only {}", counted(size, "byte", "bytes"));
        if (!has_at(*opened, size - end_mark.size(), end_mark))
            return "its last five bytes are no end mark (00 00 00 01 2f): it is incomplete";
        break;
    }
    }
    return std::nullopt;
}

std::unique_ptr<io::Source> open_snapshot(io::FileSystem& files, const DataFile& file,
                                          std::uint64_t expansion_limit) {
    auto source = std::make_unique<SnapshotFile>(files, file, expansion_limit);
    // Decoding overlaps with parsing, where there is enough of it to pay for a thread.
    constexpr std::uint64_t worth_a_thread = std::uint64_t{1} << 20;
    if (file.compression == Compression::none || file.size < worth_a_thread)
        return source;
    return std::make_unique<io::ReadAheadSource>(std::move(source));
}

} // namespace keeperfs::zookeeper
