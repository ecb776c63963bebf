#include "keeperfs/io/atomic_output.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/storage/disk.h"

#include <algorithm>
#include <utility>

namespace keeperfs::storage {

Disk::~Disk() = default;
std::shared_ptr<Disk> Disk::store() { return nullptr; }
std::set<std::string> Disk::object_places() { return {}; }

namespace {

/// finish() is all that a Sink has, so it commits too.
class LocalSink final : public io::Sink {
public:
    LocalSink(io::FileSystem& files, const std::string& path, io::FileSystem::Existing policy,
              const std::string& temporary_directory)
        : output_(files, path, policy, temporary_directory) {}
    void write(Bytes bytes) override { output_.write(bytes); }
    void finish() override {
        output_.finish();
        output_.commit();
    }

private:
    io::AtomicOutput output_;
};

class LocalDisk final : public Disk {
public:
    LocalDisk(std::string directory, io::FileSystem& files)
        : directory_(std::move(directory)), files_(files) {}

    std::vector<Entry> list(std::string_view prefix) override {
        std::vector<Entry> entries;
        for (io::DirectoryEntry& found : files_.list(directory_))
            if (found.kind == io::FileKind::regular && found.name.starts_with(prefix))
                entries.push_back({std::move(found.name), found.size, found.modified_ms});
        return entries;
    }
    std::optional<Entry> stat(std::string_view name) override {
        std::vector<Entry> entries = list(name);
        const auto found = std::ranges::find(entries, name, &Entry::name);
        return found == entries.end() ? std::nullopt : std::optional(std::move(*found));
    }
    std::unique_ptr<io::Source> open(std::string_view name) override {
        return std::make_unique<io::FileSource>(files_, place(name));
    }
    std::unique_ptr<io::Sink> create(std::string_view name, Existing policy) override {
        return std::make_unique<LocalSink>(files_, place(name),
                                           policy == Existing::keep ? io::FileSystem::Existing::keep
                                                                    : io::FileSystem::Existing::replace,
                                           temporary_directory(name));
    }
    void remove(std::string_view name) override {
        files_.remove(place(name));
        files_.sync_directory(directory_);
    }
    std::string place(std::string_view name) const override {
        return io::join(directory_, std::string(name));
    }

private:
    std::string directory_;
    io::FileSystem& files_;

    std::string temporary_directory(std::string_view name) const {
        const bool is_among_logs = name.starts_with("changelog_") || name.starts_with("tmp_changelog_");
        return is_among_logs && files_.takes_files_from_above(directory_) ? io::join(directory_, "..")
                                                                          : directory_;
    }
};

} // namespace

std::unique_ptr<Disk> local_disk(std::string directory, io::FileSystem& files) {
    return std::make_unique<LocalDisk>(std::move(directory), files);
}

} // namespace keeperfs::storage
