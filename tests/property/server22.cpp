#include "property/server22.h"

#include "keeper/record_header.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/codecs.h"
#include "keeperfs/keeper/file_names.h"
#include "keeperfs/keeper/snapshot_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace keeperfs::property {

namespace {

constexpr int newest_snapshot_version = 5;

struct Decoded {
    std::string bytes;
    bool failed = false;
};

Decoded decoded(const std::string& content, bool is_zstd) {
    if (!is_zstd)
        return {content};
    Decoded result;
    io::MemorySource file(as_bytes(content));
    const auto source = io::zstd_source(file, io::OpenFrame::ends_the_stream);
    try {
        std::array<std::uint8_t, 4096> buffer{};
        while (const std::size_t got = source->read(buffer))
            result.bytes += as_text(Bytes(buffer).first(got));
    } catch (const Error&) {
        result.failed = true;
    }
    return result;
}

struct Log {
    std::vector<std::uint64_t> indices;
    bool failed = false;
    bool has_unknown_version = false;
};

std::optional<keeper::RecordHeader> whole_record(std::string_view bytes) {
    if (bytes.size() < keeper::changelog_format::header_bytes)
        return std::nullopt;
    const keeper::RecordHeader header(as_bytes(bytes).data());
    if (header.blob_size > bytes.size() - keeper::changelog_format::header_bytes ||
        !keeper::has_right_checksum(as_bytes(bytes).first(header.record_bytes())))
        return std::nullopt;
    return header;
}

Log read_log(const std::string& content, bool is_zstd) {
    const Decoded stream = decoded(content, is_zstd);
    Log log;
    std::string_view left = stream.bytes;
    while (!left.empty()) {
        if (left.size() >= keeper::changelog_format::header_bytes &&
            static_cast<std::uint8_t>(left[8]) > keeper::changelog_format::newest_record_version) {
            log.has_unknown_version = true;
            break;
        }
        const auto header = whole_record(left);
        if (!header) {
            log.failed = true;
            break;
        }
        log.indices.push_back(header->index);
        left.remove_prefix(header->record_bytes());
    }
    log.failed = log.failed || stream.failed;
    return log;
}

struct NamedLog {
    std::uint64_t from, to;
    std::string name;
};

std::optional<std::vector<NamedLog>> named_logs(const Files& files) {
    std::vector<NamedLog> logs;
    for (const auto& [name, content] : files) {
        const auto parsed = keeper::parse_changelog_name(name);
        if (!parsed)
            return std::nullopt;
        logs.push_back({parsed->from, parsed->to, name});
    }
    std::ranges::stable_sort(logs, {}, &NamedLog::from);
    return logs;
}

bool is_zstd(const std::string& name) { return name.ends_with("zstd"); }

std::optional<std::uint64_t> index_of_snapshot(const std::string& content) {
    try {
        io::MemorySource file(as_bytes(content));
        keeper::SnapshotReader reader(file);
        for (keeper::SnapshotNode node; reader.next(node);) {
        }
        if (reader.header().version > newest_snapshot_version)
            return std::nullopt;
        return reader.header().last_log_index;
    } catch (const Error&) {
        return std::nullopt;
    }
}

std::uint64_t committed_index(const Files& snapshots) {
    std::multimap<std::uint64_t, const std::string*> by_index;
    for (const auto& [name, content] : snapshots)
        if (const auto index = keeper::snapshot_index(name))
            by_index.emplace(*index, &content);
    for (auto snapshot = by_index.rbegin(); snapshot != by_index.rend(); ++snapshot)
        if (const auto index = index_of_snapshot(*snapshot->second))
            return *index;
    return 0;
}

} // namespace

ServerStart start_of_server_22(const KeeperFiles& files) {
    const auto names = named_logs(files.logs);
    if (!names)
        return {false, 0};
    const std::uint64_t committed = committed_index(files.snapshots);
    std::set<std::uint64_t> held;
    bool is_first = true;
    for (const NamedLog& named : *names) {
        if (is_first && named.from > committed + 2)
            return {true, committed};
        is_first = false;
        const Log log = read_log(files.logs.at(named.name), is_zstd(named.name));
        if (log.has_unknown_version)
            return {false, 0};
        if (log.failed || log.indices.empty())
            break;
        for (const std::uint64_t index : log.indices) {
            held.erase(held.lower_bound(index), held.end());
            held.insert(index);
        }
        if (log.indices.size() < named.to - named.from + 1)
            break;
    }
    if (held.empty() || *held.rbegin() < committed)
        return {true, committed};
    for (std::uint64_t index = committed + 1; index <= *held.rbegin(); ++index)
        if (!held.contains(index))
            return {false, 0};
    return {true, *held.rbegin()};
}

std::set<std::uint64_t> indices_of_whole_records(const KeeperFiles& files) {
    std::set<std::uint64_t> indices;
    for (const auto& [name, content] : files.logs) {
        const Decoded stream = decoded(content, is_zstd(name));
        for (std::string_view left = stream.bytes; !left.empty(); left.remove_prefix(1))
            if (const auto header = whole_record(left))
                indices.insert(header->index);
    }
    return indices;
}

} // namespace keeperfs::property
