#include "keeperfs/io/virtual_files.h"

#include "keeperfs/base/error.h"

namespace keeperfs::io {

namespace {

std::string without_slash(const std::string& path) {
    std::string plain = path;
    while (plain.size() > 1 && plain.ends_with('/'))
        plain.pop_back();
    return plain;
}

class SourceFile final : public File {
public:
    SourceFile(std::function<std::unique_ptr<Source>()> open, std::uint64_t size)
        : open_(std::move(open)), size_(size) {}

    std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> into) override {
        seek(offset);
        std::size_t filled = 0;
        while (filled < into.size()) {
            const std::size_t got = source_->read(into.subspan(filled));
            if (got == 0)
                break;
            filled += got;
        }
        position_ += filled;
        return filled;
    }
    std::uint64_t size() override { return size_; }
    void write(Bytes) override { refuse(); }
    void sync() override { refuse(); }
    void close() override {}
    bool try_lock() override { return true; }

private:
    std::function<std::unique_ptr<Source>()> open_;
    std::unique_ptr<Source> source_;
    std::uint64_t size_, position_ = 0;

    [[noreturn]] static void refuse() { throw Error(ErrorKind::defect, "a stream is not written to"); }
    void seek(std::uint64_t offset) {
        if (!source_ || offset < position_) {
            source_ = open_();
            position_ = 0;
        }
        std::array<std::uint8_t, 4096> passed{};
        while (position_ < offset) {
            const std::size_t got = source_->read(std::span(passed).first(
                static_cast<std::size_t>(std::min<std::uint64_t>(passed.size(), offset - position_))));
            if (got == 0)
                return;
            position_ += got;
        }
    }
};

} // namespace

std::unique_ptr<File> file_of_source(std::function<std::unique_ptr<Source>()> open, std::uint64_t size) {
    return std::make_unique<SourceFile>(std::move(open), size);
}

void VirtualFiles::add_directory(const std::string& path) { directories_[without_slash(path)].clear(); }

void VirtualFiles::add(const std::string& directory, const DirectoryEntry& entry, Opener open) {
    directories_.at(without_slash(directory))[entry.name] = {entry, std::move(open)};
}

const VirtualFiles::Directory* VirtualFiles::directory(const std::string& path) const {
    const auto found = directories_.find(without_slash(path));
    return found == directories_.end() ? nullptr : &found->second;
}

const VirtualFiles::VirtualFile* VirtualFiles::found(const std::string& path) const {
    const Directory* const in = directory(directory_of(path));
    if (in == nullptr)
        return nullptr;
    const auto file = in->find(name_of(path));
    return file == in->end() ? nullptr : &file->second;
}

bool VirtualFiles::is_hidden(const std::string& path) const {
    return directory(directory_of(path)) != nullptr && found(path) == nullptr && directory(path) == nullptr;
}

void VirtualFiles::refuse_change(const std::string& path) const {
    if (directory(directory_of(path)) != nullptr || directory(path) != nullptr)
        throw Error(ErrorKind::defect, "this can only be read").file(path);
}

std::unique_ptr<File> VirtualFiles::open_for_reading(const std::string& path) {
    if (const VirtualFile* const file = found(path))
        return file->open();
    if (is_hidden(path))
        throw Error(ErrorKind::bad_input, "there is no such file").file(path);
    return below_.open_for_reading(path);
}

std::unique_ptr<File> VirtualFiles::create_new(const std::string& path) {
    refuse_change(path);
    return below_.create_new(path);
}

void VirtualFiles::rename(const std::string& from, const std::string& to, Existing policy) {
    refuse_change(from);
    refuse_change(to);
    below_.rename(from, to, policy);
}

void VirtualFiles::remove(const std::string& path) {
    refuse_change(path);
    below_.remove(path);
}

void VirtualFiles::remove_directory(const std::string& path) {
    refuse_change(path);
    below_.remove_directory(path);
}

std::vector<DirectoryEntry> VirtualFiles::list(const std::string& path) {
    const Directory* const in = directory(path);
    if (in == nullptr)
        return below_.list(path);
    std::vector<DirectoryEntry> entries;
    for (const auto& [name, file] : *in)
        entries.push_back(file.entry);
    return entries;
}

bool VirtualFiles::exists(const std::string& path) {
    if (found(path) != nullptr || directory(path) != nullptr)
        return true;
    return !is_hidden(path) && below_.exists(path);
}

bool VirtualFiles::is_directory(const std::string& path) {
    return directory(path) != nullptr || (!is_hidden(path) && below_.is_directory(path));
}

bool VirtualFiles::is_regular_file(const std::string& path) {
    return found(path) != nullptr || (!is_hidden(path) && below_.is_regular_file(path));
}

Ownership VirtualFiles::ownership(const std::string& path) { return below_.ownership(path); }

std::uint64_t VirtualFiles::free_space(const std::string& path) {
    return directory(path) != nullptr && !below_.is_directory(path) ? UINT64_MAX : below_.free_space(path);
}

bool VirtualFiles::takes_files_from_above(const std::string& path) {
    return directory(path) == nullptr && below_.takes_files_from_above(path);
}

} // namespace keeperfs::io
