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

/// A file system in memory, whose directories are made by hand. It may be used from several threads, and a
/// file may be read while it is written. A file that is open stays what it is when another takes its name.
class MemoryFileSystem final : public io::FileSystem {
public:
    using Content = std::shared_ptr<std::string>;

    void make_directory(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        directories_.insert(path);
    }
    void put(const std::string& path, std::string content) {
        put(path, std::make_shared<std::string>(std::move(content)));
    }
    /// Shared, not copied.
    void put(const std::string& path, Content content) {
        const std::lock_guard lock(mutex_);
        files_[path] = std::move(content);
    }
    std::string content(const std::string& path) const { return *found(path, ErrorKind::bad_input); }
    const std::map<std::string, Content>& files() const { return files_; }
    /// Removes what lies in the directory.
    void clear(const std::string& directory) {
        const std::lock_guard lock(mutex_);
        std::erase_if(files_, [&](const auto& file) { return io::directory_of(file.first) == directory; });
    }

    std::unique_ptr<io::File> open_for_reading(const std::string& path) override {
        return std::make_unique<OpenFile>(mutex_, locked_, found(path, ErrorKind::bad_input));
    }
    std::unique_ptr<io::File> create_new(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        if (!directories_.contains(io::directory_of(path)) || files_.contains(path))
            throw Error(ErrorKind::bad_output, "cannot create").file(path);
        return std::make_unique<OpenFile>(mutex_, locked_, files_[path] = std::make_shared<std::string>());
    }
    void rename(const std::string& from, const std::string& to, Existing policy) override {
        const Content moved = found(from, ErrorKind::bad_output);
        const std::lock_guard lock(mutex_);
        if (policy == Existing::keep && files_.contains(to))
            throw Error(ErrorKind::refused, "a file of that name exists already").file(to);
        files_.erase(from);
        files_[to] = moved;
    }
    void remove(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        files_.erase(path);
    }
    void remove_directory(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        directories_.erase(path);
    }
    void sync_directory(const std::string&) override {}
    std::vector<io::DirectoryEntry> list(const std::string& directory) override {
        const std::lock_guard lock(mutex_);
        if (!directories_.contains(directory))
            throw Error(ErrorKind::bad_input, "cannot list the directory").file(directory);
        std::vector<io::DirectoryEntry> entries;
        for (const auto& [path, content] : files_)
            if (io::directory_of(path) == directory)
                entries.push_back({io::name_of(path), io::FileKind::regular, content->size()});
        for (const std::string& path : directories_)
            if (path != directory && io::directory_of(path) == directory)
                entries.push_back({io::name_of(path), io::FileKind::directory, 0});
        std::ranges::sort(entries, {}, &io::DirectoryEntry::name);
        return entries;
    }
    bool exists(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        return files_.contains(path) || directories_.contains(path);
    }
    bool is_directory(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        return directories_.contains(path);
    }
    bool is_regular_file(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        return files_.contains(path);
    }
    io::Ownership ownership(const std::string& path) override {
        const auto owner = owners.find(path);
        return owner == owners.end() ? io::Ownership{101, "keeper", 0750} : owner->second;
    }
    std::uint64_t free_space(const std::string&) override { return room; }
    bool takes_files_from_above(const std::string&) override { return true; }

    std::map<std::string, io::Ownership> owners; ///< for tests to say, where it is not the usual one
    std::uint64_t room = std::uint64_t{1} << 40; ///< for tests to say; writing does not ask

private:
    mutable std::mutex mutex_;
    std::set<std::string> directories_;
    std::map<std::string, Content> files_;
    std::set<const std::string*> locked_;

    Content found(const std::string& path, ErrorKind missing) const {
        const std::lock_guard lock(mutex_);
        const auto file = files_.find(path);
        if (file == files_.end())
            throw Error(missing, "cannot open: No such file or directory").file(path);
        return file->second;
    }

    class OpenFile final : public io::File {
    public:
        OpenFile(std::mutex& mutex, std::set<const std::string*>& locked, Content content)
            : mutex_(mutex), locked_(locked), content_(std::move(content)) {}
        OpenFile(const OpenFile&) = delete;
        OpenFile& operator=(const OpenFile&) = delete;
        ~OpenFile() override {
            const std::lock_guard lock(mutex_);
            if (holds_lock_)
                locked_.erase(content_.get());
        }
        std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> into) override {
            const std::lock_guard lock(mutex_);
            const auto from = static_cast<std::size_t>(std::min<std::uint64_t>(offset, content_->size()));
            const std::size_t n = std::min(into.size(), content_->size() - from);
            std::copy_n(as_bytes(*content_).data() + from, n, into.begin());
            return n;
        }
        std::uint64_t size() override {
            const std::lock_guard lock(mutex_);
            return content_->size();
        }
        void write(Bytes bytes) override {
            const std::lock_guard lock(mutex_);
            content_->append(as_text(bytes));
        }
        void sync() override {}
        void close() override {}
        bool try_lock() override {
            const std::lock_guard lock(mutex_);
            if (!holds_lock_)
                holds_lock_ = locked_.insert(content_.get()).second;
            return holds_lock_;
        }

    private:
        std::mutex& mutex_;
        std::set<const std::string*>& locked_;
        Content content_;
        bool holds_lock_ = false;
    };
};

} // namespace keeperfs::test
