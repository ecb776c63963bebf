#include "backup/backup_files.h"

#include "keeperfs/io/metered_source.h"

#include <map>

namespace keeperfs::backup {

namespace {

/// Adds to an error in which object it was found.
class PlacedSource final : public io::Source {
public:
    PlacedSource(Store& store, const BackupFile& file)
        : store_(store), file_(file), from_(store.open(file)) {}
    std::size_t read(std::span<std::uint8_t> into) override {
        try {
            return from_->read(into);
        } catch (Error& error) {
            error.file(store_.disk().place(file_.object));
            throw;
        }
    }
    std::optional<std::uint64_t> remaining() const override { return from_->remaining(); }

private:
    Store& store_;
    const BackupFile& file_;
    std::unique_ptr<io::Source> from_;
};

} // namespace

BackupFiles::BackupFiles(io::FileSystem& below, Store& store, std::span<const Manifest> manifests)
    : store_(store), files_(below) {
    const std::string root = "backup:" + manifests.back().id;
    places_ = {root + "/log", root + "/snapshots", root + "/state"};
    for (const std::string& directory : {root, places_.log_dir, places_.snapshot_dir})
        files_.add_directory(directory);
    std::map<std::string, const BackupFile*> chosen;
    for (const Manifest& manifest : manifests)
        for (const BackupFile& file : manifest.files) {
            if (file.kind == FileKind::config)
                continue;
            const BackupFile*& known = chosen[io::join(directory_of(file.kind), file.name)];
            if (known == nullptr || file.last_index >= known->last_index)
                known = &file;
        }
    for (const auto& [path, file] : chosen)
        add(*file, manifests.back().created_ms);
}

std::string BackupFiles::directory_of(FileKind kind) const {
    return kind == FileKind::log        ? places_.log_dir
           : kind == FileKind::snapshot ? places_.snapshot_dir
                                        : io::directory_of(places_.state_file);
}

void BackupFiles::add(const BackupFile& file, std::int64_t created_ms) {
    files_.add(directory_of(file.kind), {file.name, io::FileKind::regular, file.size, created_ms},
               [this, &file] {
                   return io::file_of_source(
                       [this, &file] { return std::make_unique<PlacedSource>(store_, file); }, file.size);
               });
}

void check_content(Store& store, const BackupFile& file, io::Meter* meter) {
    io::MeteredSource source(std::make_unique<PlacedSource>(store, file), meter);
    std::vector<std::uint8_t> piece(1 << 18);
    while (source.read(piece) != 0)
        continue;
}

} // namespace keeperfs::backup
