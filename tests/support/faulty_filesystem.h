#pragma once
// A file system that tells before every call what it is about to do, so that a test can make the call fail,
// end the process, or change the world first.
#include "keeperfs/base/error.h"
#include "keeperfs/io/filesystem.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace keeperfs::test {

enum class Call : std::uint8_t {
    open,
    create,
    read,
    size,
    write, ///< each write is made in two halves with a call before either: a failure may come in its middle
    sync,
    close,
    lock,
    rename,
    remove,
    make_directory,
    remove_directory,
    sync_directory,
    list,
};

/// Whether the call can leave something else on the disk than there was.
constexpr bool changes_the_disk(Call call) {
    switch (call) {
    case Call::open:
    case Call::read:
    case Call::size:
    case Call::lock:
    case Call::list:
        return false;
    default:
        return true;
    }
}

/// The failure of such a call, as the real file system throws it.
inline Error failure_of(Call call, const std::string& path) {
    struct Words {
        ErrorKind kind;
        const char* doing;
    };
    const auto words = [&]() -> Words {
        switch (call) {
        case Call::open:
            return {ErrorKind::bad_input, "open"};
        case Call::create:
            return {ErrorKind::bad_output, "create"};
        case Call::read:
            return {ErrorKind::bad_input, "read"};
        case Call::size:
            return {ErrorKind::bad_input, "look at the file"};
        case Call::write:
            return {ErrorKind::bad_output, "write"};
        case Call::sync:
            return {ErrorKind::bad_output, "write the file through to the disk"};
        case Call::close:
            return {ErrorKind::bad_output, "close"};
        case Call::lock:
            return {ErrorKind::bad_output, "lock"};
        case Call::rename:
            return {ErrorKind::bad_output, "rename the finished file to this name"};
        case Call::remove:
            return {ErrorKind::bad_output, "remove"};
        case Call::make_directory:
            return {ErrorKind::bad_output, "make the directory"};
        case Call::remove_directory:
            return {ErrorKind::bad_output, "remove the directory"};
        case Call::sync_directory:
            return {ErrorKind::bad_output, "write the directory through to the disk"};
        case Call::list:
            return {ErrorKind::bad_input, "list the directory"};
        }
        return {ErrorKind::defect, "?"};
    }();
    return Error(words.kind, std::string("cannot ") + words.doing + ": made to fail").file(path);
}

class FaultyFileSystem : public io::FileSystem {
public:
    /// Called on whatever thread makes the call; may throw, or not return.
    using Before = std::function<void(Call, const std::string& path)>;
    explicit FaultyFileSystem(Before before, io::FileSystem& real = io::FileSystem::system())
        : before_(std::move(before)), real_(real) {}

    std::unique_ptr<io::File> open_for_reading(const std::string& path) override {
        before_(Call::open, path);
        return std::make_unique<FaultyFile>(*this, path, real_.open_for_reading(path));
    }
    std::unique_ptr<io::File> create_new(const std::string& path) override {
        before_(Call::create, path);
        return std::make_unique<FaultyFile>(*this, path, real_.create_new(path));
    }
    void rename(const std::string& from, const std::string& to, Existing policy) override {
        before_(Call::rename, to);
        real_.rename(from, to, policy);
    }
    void remove(const std::string& path) override {
        before_(Call::remove, path);
        real_.remove(path);
    }
    void make_directory(const std::string& path) override {
        before_(Call::make_directory, path);
        real_.make_directory(path);
    }
    void remove_directory(const std::string& path) override {
        before_(Call::remove_directory, path);
        real_.remove_directory(path);
    }
    void sync_directory(const std::string& path) override {
        before_(Call::sync_directory, path);
        real_.sync_directory(path);
    }
    std::vector<io::DirectoryEntry> list(const std::string& directory) override {
        before_(Call::list, directory);
        return real_.list(directory);
    }
    bool exists(const std::string& path) override { return real_.exists(path); }
    bool is_directory(const std::string& path) override { return real_.is_directory(path); }
    bool is_regular_file(const std::string& path) override { return real_.is_regular_file(path); }
    io::Ownership ownership(const std::string& path) override { return real_.ownership(path); }
    std::uint64_t free_space(const std::string& directory) override { return real_.free_space(directory); }
    bool takes_files_from_above(const std::string& directory) override {
        return real_.takes_files_from_above(directory);
    }

private:
    class FaultyFile final : public io::File {
    public:
        FaultyFile(FaultyFileSystem& files, std::string path, std::unique_ptr<io::File> real)
            : files_(files), path_(std::move(path)), real_(std::move(real)) {}
        std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> into) override {
            files_.before_(Call::read, path_);
            return real_->read_at(offset, into);
        }
        std::uint64_t size() override {
            files_.before_(Call::size, path_);
            return real_->size();
        }
        void write(Bytes bytes) override {
            files_.before_(Call::write, path_);
            real_->write(bytes.first(bytes.size() / 2));
            files_.before_(Call::write, path_);
            real_->write(bytes.subspan(bytes.size() / 2));
        }
        void sync() override {
            files_.before_(Call::sync, path_);
            real_->sync();
        }
        void close() override {
            files_.before_(Call::close, path_);
            real_->close();
        }
        bool try_lock() override {
            files_.before_(Call::lock, path_);
            return real_->try_lock();
        }

    private:
        FaultyFileSystem& files_;
        std::string path_;
        std::unique_ptr<io::File> real_;
    };

    Before before_;
    io::FileSystem& real_;
};

} // namespace keeperfs::test
