#pragma once
// Files in memory, for tests that convert thousands of times.
#include "keeperfs/base/error.h"
#include "keeperfs/io/filesystem.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

namespace keeperfs::test {

/// Knows no directories but those it was given. A file that is open stays what it is when another takes its
/// name.
class MemoryFileSystem : public io::FileSystem {
public:
    using Content = std::shared_ptr<std::string>;

    void make_directory(const std::string& path) { directories_.insert(path); }
    void put(const std::string& path, std::string content) {
        files_[path] = std::make_shared<std::string>(std::move(content));
    }
    /// Shared, not copied.
    void put(const std::string& path, Content content) { files_[path] = std::move(content); }
    const std::map<std::string, Content>& files() const { return files_; }
    /// Removes what lies in the directory.
    void clear(const std::string& directory) {
        std::erase_if(files_, [&](const auto& file) { return io::directory_of(file.first) == directory; });
    }

    std::unique_ptr<io::File> open_for_reading(const std::string& path) override {
        return std::make_unique<MemoryFile>(found(path, ErrorKind::bad_input));
    }
    std::unique_ptr<io::File> create_new(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        const auto [place, is_new] = files_.try_emplace(path, std::make_shared<std::string>());
        if (!is_new || !directories_.contains(io::directory_of(path)))
            throw Error(ErrorKind::bad_output, "cannot create").file(path);
        return std::make_unique<MemoryFile>(place->second);
    }
    void rename(const std::string& from, const std::string& to, Existing policy) override {
        const Content content = found(from, ErrorKind::bad_output);
        const std::lock_guard lock(mutex_);
        if (policy == Existing::keep && files_.contains(to))
            throw Error(ErrorKind::refused, "a file of that name exists already").file(to);
        files_[to] = content;
        files_.erase(from);
    }
    void remove(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        files_.erase(path);
    }
    void sync_directory(const std::string&) override {}
    std::vector<io::DirectoryEntry> list(const std::string& directory) override {
        const std::lock_guard lock(mutex_);
        std::vector<io::DirectoryEntry> entries;
        for (const auto& [path, content] : files_)
            if (io::directory_of(path) == directory)
                entries.push_back({io::name_of(path), io::FileKind::regular, content->size()});
        return entries;
    }
    bool exists(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        return files_.contains(path) || directories_.contains(path);
    }
    bool is_directory(const std::string& path) override { return directories_.contains(path); }
    std::uint64_t free_space(const std::string&) override { return UINT64_MAX; }

private:
    class MemoryFile final : public io::File {
    public:
        explicit MemoryFile(Content content) : content_(std::move(content)) {}
        std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> into) override {
            const std::size_t from =
                static_cast<std::size_t>(std::min<std::uint64_t>(offset, content_->size()));
            const std::size_t n = std::min(into.size(), content_->size() - from);
            std::copy_n(content_->begin() + static_cast<std::ptrdiff_t>(from), n, into.begin());
            return n;
        }
        std::uint64_t size() override { return content_->size(); }
        void write(Bytes bytes) override { content_->append(as_text(bytes)); }
        void sync() override {}
        void close() override {}
        bool try_lock() override { return true; }

    private:
        Content content_;
    };

    std::mutex mutex_; ///< a conversion reads and writes on several threads
    std::map<std::string, Content> files_;
    std::set<std::string> directories_;

    Content found(const std::string& path, ErrorKind kind) {
        const std::lock_guard lock(mutex_);
        const auto place = files_.find(path);
        if (place == files_.end())
            throw Error(kind, "cannot open: No such file or directory").file(path);
        return place->second;
    }
};

} // namespace keeperfs::test
