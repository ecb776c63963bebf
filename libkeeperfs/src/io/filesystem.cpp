#include "keeperfs/io/filesystem.h"

#include "keeperfs/base/error.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

namespace keeperfs::io {

File::~File() = default;
FileSystem::~FileSystem() = default;

namespace {

/// The one place where errno becomes words.
[[noreturn]] void fail(ErrorKind kind, const std::string& path, std::string_view doing, int code) {
    Error error(kind, fmt::format("cannot {}: {}", doing, std::generic_category().message(code)));
    error.file(path);
    if (code == ENOSPC || code == EDQUOT)
        error.hint("Free space on that file system, or give another output directory.");
    else if (code == EACCES || code == EPERM)
        error.hint("Run as a user that may do so (often the server's own user, or root).");
    throw error;
}

class SystemFile final : public File {
public:
    SystemFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
    SystemFile(const SystemFile&) = delete;
    SystemFile& operator=(const SystemFile&) = delete;
    ~SystemFile() override {
        if (fd_ >= 0)
            ::close(fd_);
    }

    std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> into) override {
        std::size_t done = 0;
        while (done < into.size()) {
            const ssize_t n =
                ::pread(fd_, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
            if (n == 0)
                break;
            if (n > 0)
                done += static_cast<std::size_t>(n);
            else if (errno != EINTR)
                fail(ErrorKind::bad_input, path_, "read", errno);
        }
        return done;
    }
    std::uint64_t size() override {
        struct stat info {};
        if (::fstat(fd_, &info) != 0)
            fail(ErrorKind::bad_input, path_, "look at the file", errno);
        return static_cast<std::uint64_t>(info.st_size);
    }
    void write(Bytes bytes) override {
        while (!bytes.empty()) {
            const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
            if (n >= 0)
                bytes = bytes.subspan(static_cast<std::size_t>(n));
            else if (errno != EINTR)
                fail(ErrorKind::bad_output, path_, "write", errno);
        }
    }
    void sync() override {
        if (::fsync(fd_) != 0)
            fail(ErrorKind::bad_output, path_, "write the file through to the disk", errno);
    }
    void close() override {
        const int fd = fd_;
        fd_ = -1;
        if (fd >= 0 && ::close(fd) != 0 && errno != EINTR)
            fail(ErrorKind::bad_output, path_, "close", errno);
    }
    bool try_lock() override {
        if (::flock(fd_, LOCK_EX | LOCK_NB) == 0)
            return true;
        if (errno == EWOULDBLOCK)
            return false;
        fail(ErrorKind::bad_output, path_, "lock", errno);
    }

private:
    int fd_;
    std::string path_;
};

/// An administrator runs us as root, and the server, which owns the directory, must be able to read the file.
void give_to_owner_of_directory(int fd, const std::string& path) {
    struct stat directory {};
    if (::geteuid() == 0 && ::stat(directory_of(path).c_str(), &directory) == 0 &&
        ::fchown(fd, directory.st_uid, directory.st_gid) != 0 && errno != EPERM)
        fail(ErrorKind::bad_output, path, "give the file to the owner of its directory", errno);
}

std::string name_of_user(uid_t user) {
    constexpr std::size_t room = 4096;
    std::array<char, room> text{};
    struct passwd entry {};
    struct passwd* found = nullptr;
    if (::getpwuid_r(user, &entry, text.data(), text.size(), &found) == 0 && found != nullptr)
        return found->pw_name;
    return std::to_string(user);
}

class SystemFileSystem final : public FileSystem {
public:
    std::unique_ptr<File> open_for_reading(const std::string& path) override {
        const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            fail(ErrorKind::bad_input, path, "open", errno);
        ::posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
        return std::make_unique<SystemFile>(fd, path);
    }
    std::unique_ptr<File> create_new(const std::string& path) override {
        const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
        if (fd < 0)
            fail(ErrorKind::bad_output, path, "create", errno);
        auto file = std::make_unique<SystemFile>(fd, path);
        try {
            give_to_owner_of_directory(fd, path);
        } catch (const Error&) {
            ::unlink(path.c_str());
            throw;
        }
        return file;
    }
    void rename(const std::string& from, const std::string& to, Existing policy) override {
        int result = 0;
        if (policy == Existing::replace) {
            result = ::rename(from.c_str(), to.c_str());
        } else {
            result = ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE);
            // File systems without that flag (NFS, some overlays): a link fails just as atomically when `to`
            // exists.
            if (result != 0 && (errno == EINVAL || errno == ENOSYS)) {
                result = ::link(from.c_str(), to.c_str());
                if (result == 0)
                    result = ::unlink(from.c_str());
            }
        }
        if (result != 0 && errno == EEXIST)
            throw Error(ErrorKind::refused, "a file of that name exists already").file(to);
        if (result != 0)
            fail(ErrorKind::bad_output, to, "rename the finished file to this name", errno);
    }
    void remove(const std::string& path) override {
        if (::unlink(path.c_str()) != 0 && errno != ENOENT)
            fail(ErrorKind::bad_output, path, "remove", errno);
    }
    void make_directory(const std::string& path) override {
        if (::mkdir(path.c_str(), 0750) != 0)
            fail(ErrorKind::bad_output, path, "make the directory", errno);
    }
    void remove_directory(const std::string& path) override {
        if (::rmdir(path.c_str()) != 0 && errno != ENOENT)
            fail(ErrorKind::bad_output, path, "remove the directory", errno);
    }
    void sync_directory(const std::string& path) override {
        const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0)
            fail(ErrorKind::bad_output, path, "open the directory", errno);
        const int result = ::fsync(fd);
        const int code = errno;
        ::close(fd);
        if (result != 0)
            fail(ErrorKind::bad_output, path, "write the directory through to the disk", code);
    }
    std::vector<DirectoryEntry> list(const std::string& directory) override {
        const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(directory.c_str()), &::closedir);
        if (!stream)
            fail(ErrorKind::bad_input, directory, "list the directory", errno);
        std::vector<DirectoryEntry> entries;
        for (;;) {
            errno = 0;
            const dirent* found = ::readdir(stream.get());
            if (found == nullptr)
                break;
            const std::string name = found->d_name;
            if (name == "." || name == "..")
                continue;
            struct stat info {};
            if (::fstatat(::dirfd(stream.get()), name.c_str(), &info, 0) != 0 &&
                ::fstatat(::dirfd(stream.get()), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0)
                continue;
            const FileKind kind = S_ISREG(info.st_mode)   ? FileKind::regular
                                  : S_ISDIR(info.st_mode) ? FileKind::directory
                                                          : FileKind::other;
            const std::int64_t modified_ms =
                std::int64_t{info.st_mtim.tv_sec} * 1000 + info.st_mtim.tv_nsec / 1'000'000;
            entries.push_back({name, kind, static_cast<std::uint64_t>(info.st_size), modified_ms});
        }
        if (errno != 0)
            fail(ErrorKind::bad_input, directory, "list the directory", errno);
        std::ranges::sort(entries, {}, &DirectoryEntry::name);
        return entries;
    }
    bool exists(const std::string& path) override { return ::access(path.c_str(), F_OK) == 0; }
    bool is_directory(const std::string& path) override {
        struct stat info {};
        return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
    }
    bool is_regular_file(const std::string& path) override {
        struct stat info {};
        return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
    }
    Ownership ownership(const std::string& path) override {
        struct stat info {};
        if (::stat(path.c_str(), &info) != 0)
            fail(ErrorKind::bad_input, path, "look at the owner", errno);
        return {info.st_uid, name_of_user(info.st_uid), info.st_mode & 07777};
    }
    std::uint64_t free_space(const std::string& directory) override {
        struct statvfs info {};
        if (::statvfs(directory.c_str(), &info) != 0)
            fail(ErrorKind::bad_output, directory, "ask for the free space", errno);
        return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
    }
    bool takes_files_from_above(const std::string& directory) override {
        const std::string above = join(directory, "..");
        struct stat here {
        }, there{};
        return ::stat(directory.c_str(), &here) == 0 && ::stat(above.c_str(), &there) == 0 &&
               here.st_dev == there.st_dev && ::access(above.c_str(), W_OK | X_OK) == 0;
    }
};

} // namespace

FileSystem& FileSystem::system() {
    static SystemFileSystem instance;
    return instance;
}

std::string join(const std::string& directory, const std::string& name) {
    return directory.ends_with('/') ? directory + name : directory + "/" + name;
}
std::string directory_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}
std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

} // namespace keeperfs::io
