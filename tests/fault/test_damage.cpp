// Every file of every golden directory, cut at every byte and with one bit of every byte changed: a sample,
// or all of it with KFS_COMPLETE=1. KFS_FOLDER=<name> takes one directory only.
//
// What may come out: the tree of the undamaged files; where a log was cut, the tree of an earlier moment,
// with a finding that says so; or an error. Never another tree, a defect or a crash. Bytes that tell nothing
// (zeros behind the last record of a log, a log's version and database id, files that a server would not
// read) may change freely.
#include "fault/converted_tree.h"
#include "support/memory_filesystem.h"
#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/convert/zookeeper_to_keeper.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <vector>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

constexpr const char* input = "/input";
constexpr const char* output = "/output";
constexpr int samples_of_a_folder = 80; ///< of cuts, and as many of flips

struct Outcome {
    std::optional<Error> error;
    convert::ZooKeeperToKeeperReport report;
    std::string sha256, tree; ///< the tree only where it was asked for
};

/// A golden directory in memory, of which one file at a time is exchanged.
class Folder {
public:
    explicit Folder(const std::filesystem::path& directory) {
        files_.make_directory(input);
        files_.make_directory(output);
        for (const auto& entry : std::filesystem::directory_iterator(directory / "version-2"))
            originals_[io::join(input, entry.path().filename().string())] =
                std::make_shared<std::string>(read_file(entry.path()));
        for (const auto& [path, content] : originals_)
            files_.put(path, content);
    }
    const std::map<std::string, MemoryFileSystem::Content>& originals() const { return originals_; }
    void exchange(const std::string& path, std::string content) { files_.put(path, std::move(content)); }
    void restore(const std::string& path) { files_.put(path, originals_.at(path)); }

    Outcome convert(std::optional<std::int64_t> until = {}) {
        convert::ZooKeeperToKeeperOptions options;
        options.source.snapshots_dir = options.source.logs_dir = input;
        options.source.until_zxid = until;
        options.output_dir = output;
        options.codec = keeper::SnapshotCodec::lz4_blocks;
        options.threads = 1;
        Outcome outcome;
        try {
            outcome.report = convert::zookeeper_to_keeper(files_, options, nullptr);
            outcome.sha256 = outcome.report.output_sha256;
            outcome.tree = *files_.files().at(outcome.report.output_file);
        } catch (const Error& error) {
            outcome.error = error;
        }
        leftovers_ = 0;
        for (const auto& [path, content] : files_.files())
            leftovers_ += path.starts_with(output) && path != outcome.report.output_file ? 1 : 0;
        files_.clear(output);
        return outcome;
    }
    std::size_t leftovers() const { return leftovers_; }

private:
    std::map<std::string, MemoryFileSystem::Content> originals_;
    MemoryFileSystem files_;
    std::size_t leftovers_ = 0;
};

/// What the report says of the input, apart from figures.
std::vector<std::string> remarks_of(const Outcome& outcome) {
    std::vector<std::string> all;
    for (const Finding& finding : outcome.report.source.findings)
        all.push_back(fmt::format("{} {} {} {}", finding.code, finding.file, finding.offset.value_or(0),
                                  finding.message));
    for (const zookeeper::PassedOver& file : outcome.report.source.passed_over)
        all.push_back(file.file + ' ' + file.reason);
    return all;
}

class Matrix {
public:
    explicit Matrix(Folder& folder) : folder_(folder), whole_(folder.convert()) {
        REQUIRE(!whole_.error);
        whole_.tree = converted_tree(whole_.tree);
        remarks_ = remarks_of(whole_);
    }

    void cut(const std::string& path, std::size_t size) {
        attempt(path, folder_.originals().at(path)->substr(0, size), fmt::format("{} cut at {}", path, size));
    }
    void flip(const std::string& path, std::size_t at, int bit) {
        std::string content = *folder_.originals().at(path);
        content[at] = static_cast<char>(static_cast<unsigned char>(content[at]) ^ (1U << bit));
        attempt(path, std::move(content), fmt::format("{} with bit {} of byte {} changed", path, bit, at));
    }
    const std::map<std::string, int>& counts() const { return counts_; }

private:
    Folder& folder_;
    Outcome whole_;
    std::vector<std::string> remarks_;
    std::map<std::string, int> counts_;
    std::map<std::int64_t, std::string> earlier_; ///< trees of the undamaged files at earlier moments

    void attempt(const std::string& path, std::string content, const std::string& what) {
        folder_.exchange(path, std::move(content));
        const Outcome outcome = folder_.convert();
        folder_.restore(path);
        CAPTURE(what);
        CHECK(folder_.leftovers() == 0);
        ++counts_[outcome.error ? judge_error(*outcome.error) : judge_tree(outcome)];
    }

    static std::string judge_error(const Error& error) {
        const std::string message = error.what();
        CAPTURE(message);
        CHECK((error.kind() == ErrorKind::bad_input || error.kind() == ErrorKind::refused));
        CHECK(error.file().has_value());
        CHECK(error.advice().has_value());
        return error.kind() == ErrorKind::refused ? "refused" : "bad input";
    }

    std::string judge_tree(const Outcome& outcome) {
        const bool remarked = remarks_of(outcome) != remarks_;
        const char* const saying = remarked ? ", and said so" : "";
        if (outcome.sha256 == whole_.sha256)
            return std::string("equal") + saying;
        const std::string tree = converted_tree(outcome.tree);
        if (tree == whole_.tree)
            return std::string("equal") + saying;
        const std::int64_t last = outcome.report.source.last_zxid;
        const std::string& earlier = tree_at(last);
        CAPTURE(last);
        CHECK(last < whole_.report.source.last_zxid);
        CHECK(tree == earlier);
        CHECK(remarked);
        return "an earlier moment, and said so";
    }

    const std::string& tree_at(std::int64_t zxid) {
        const auto [place, is_new] = earlier_.try_emplace(zxid);
        if (is_new) {
            const Outcome outcome = folder_.convert(zxid);
            place->second = outcome.error ? outcome.error->what() : converted_tree(outcome.tree);
        }
        return place->second;
    }
};

bool complete() { return std::getenv("KFS_COMPLETE") != nullptr; }

/// visit(folder's name, folder, matrix) for every golden directory.
template <class Visit> void for_each_folder(Visit visit) {
    std::map<std::string, int> total;
    const char* const only = std::getenv("KFS_FOLDER");
    for (const auto& entry : std::filesystem::directory_iterator(golden("zookeeper"))) {
        const std::string name = entry.path().filename().string();
        if (!entry.is_directory() || (only != nullptr && name != only))
            continue;
        CAPTURE(name);
        Folder folder(entry.path());
        Matrix matrix(folder);
        visit(folder, matrix);
        std::string counts;
        for (const auto& [outcome, count] : matrix.counts()) {
            counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, outcome);
            total[outcome] += count;
        }
        MESSAGE(name, ": ", counts);
    }
    std::string counts;
    for (const auto& [outcome, count] : total)
        counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, outcome);
    MESSAGE("together: ", counts);
}

/// attempt(path, offset, random) for every byte of every file, or for a sample of them.
template <class Attempt> void for_bytes_of(const Folder& folder, Attempt attempt) {
    std::mt19937 random(20261124);
    if (complete()) {
        for (const auto& [path, content] : folder.originals())
            for (std::size_t at = 0; at < content->size(); ++at)
                attempt(path, at, random);
        return;
    }
    std::vector<std::string> paths;
    for (const auto& [path, content] : folder.originals())
        if (!content->empty())
            paths.push_back(path);
    for (int i = 0; i < samples_of_a_folder; ++i) {
        const std::string& path = paths[random() % paths.size()];
        attempt(path, random() % folder.originals().at(path)->size(), random);
    }
}

} // namespace

TEST_CASE("a file that was cut gives the same tree, the tree of an earlier moment, or an error") {
    for_each_folder([](const Folder& folder, Matrix& matrix) {
        for_bytes_of(folder, [&](const std::string& path, std::size_t at, auto&) { matrix.cut(path, at); });
    });
}

TEST_CASE("a changed bit gives the same tree, the tree of an earlier moment that is told, or an error") {
    for_each_folder([](const Folder& folder, Matrix& matrix) {
        for_bytes_of(folder, [&](const std::string& path, std::size_t at, std::mt19937& random) {
            matrix.flip(path, at, static_cast<int>(random() % 8));
        });
    });
}
