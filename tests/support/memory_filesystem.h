#pragma once
#include "keeperfs/base/error.h"
#include "keeperfs/io/filesystem.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace keeperfs::test {

/// A file system in memory, whose directories are made by hand. Its names may be used from several threads; a
/// file may be read by several or written by one.
class MemoryFileSystem final : public io::FileSystem {
public:
    void make_directory(std::string path) {
        const std::lock_guard lock(mutex_);
        directories_.insert(std::move(path));
    }
    void put(const std::string& path, std::string content) {
        const std::lock_guard lock(mutex_);
        contents_[path] = std::make_shared<Content>(Content{std::move(content)});
    }
    std::string content(const std::string& path) const { return find(path)->bytes; }

    std::unique_ptr<io::File> open_for_reading(const std::string& path) override {
        return std::make_unique<OpenFile>(find(path));
    }
    std::unique_ptr<io::File> create_new(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        if (!directories_.contains(io::directory_of(path)) || contents_.contains(path))
            throw Error(ErrorKind::bad_output, "cannot create").file(path);
        return std::make_unique<OpenFile>(contents_[path] = std::make_shared<Content>());
    }
    void rename(const std::string& from, const std::string& to, Existing policy) override {
        auto moved = find(from);
        const std::lock_guard lock(mutex_);
        if (policy == Existing::keep && contents_.contains(to))
            throw Error(ErrorKind::refused, "a file of that name exists already").file(to);
        contents_.erase(from);
        contents_[to] = std::move(moved);
    }
    void remove(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        contents_.erase(path);
    }
    void sync_directory(const std::string&) override {}
    std::vector<io::DirectoryEntry> list(const std::string& directory) override {
        const std::lock_guard lock(mutex_);
        if (!directories_.contains(directory))
            throw Error(ErrorKind::bad_input, "cannot list the directory").file(directory);
        std::vector<io::DirectoryEntry> entries;
        for (const auto& [path, content] : contents_)
            if (io::directory_of(path) == directory)
                entries.push_back({io::name_of(path), io::FileKind::regular, content->bytes.size()});
        for (const std::string& path : directories_)
            if (path != directory && io::directory_of(path) == directory)
                entries.push_back({io::name_of(path), io::FileKind::directory, 0});
        std::ranges::sort(entries, {}, &io::DirectoryEntry::name);
        return entries;
    }
    bool exists(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        return contents_.contains(path) || directories_.contains(path);
    }
    bool is_directory(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        return directories_.contains(path);
    }
    std::uint64_t free_space(const std::string&) override { return std::uint64_t{1} << 40; }

private:
    struct Content {
        std::string bytes;
        bool locked = false;
    };
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Content>> contents_;
    std::set<std::string> directories_;

    std::shared_ptr<Content> find(const std::string& path) const {
        const std::lock_guard lock(mutex_);
        const auto found = contents_.find(path);
        if (found == contents_.end())
            throw Error(ErrorKind::bad_input, "cannot open").file(path);
        return found->second;
    }

    class OpenFile final : public io::File {
    public:
        explicit OpenFile(std::shared_ptr<Content> content) : content_(std::move(content)) {}
        OpenFile(const OpenFile&) = delete;
        OpenFile& operator=(const OpenFile&) = delete;
        ~OpenFile() override {
            if (holds_lock_)
                content_->locked = false;
        }
        std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> into) override {
            const Bytes bytes = as_bytes(content_->bytes);
            const std::size_t from = static_cast<std::size_t>(std::min<std::uint64_t>(offset, bytes.size()));
            const std::size_t n = std::min(into.size(), bytes.size() - from);
            std::ranges::copy(bytes.subspan(from, n), into.begin());
            return n;
        }
        std::uint64_t size() override { return content_->bytes.size(); }
        void write(Bytes bytes) override { content_->bytes += as_text(bytes); }
        void sync() override {}
        void close() override {}
        bool try_lock() override {
            holds_lock_ = holds_lock_ || !std::exchange(content_->locked, true);
            return holds_lock_;
        }

    private:
        std::shared_ptr<Content> content_;
        bool holds_lock_ = false;
    };
};

} // namespace keeperfs::test
