#include "backup/held_files.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/sha256.h"
#include "keeperfs/keeper/data_files.h"

#include <fmt/format.h>

namespace keeperfs::backup {

/// One open file, and the digest that a whole reading of it left.
struct HeldFiles::Held {
    std::string path, as;
    std::shared_ptr<io::File> file;
    std::uint64_t size = 0;
    std::mutex mutex;
    std::optional<std::string> sha256;
    bool is_being_hashed = false; ///< by one of its readers: the others need not
};

namespace {

/// A server renames a log or makes a snapshot every few seconds at the most.
constexpr int most_attempts = 200;

/// As much of a file as there was; hashes along when it is read in order.
class HeldFile final : public io::File {
public:
    explicit HeldFile(std::shared_ptr<HeldFiles::Held> held) : held_(std::move(held)) {
        const std::lock_guard lock(held_->mutex);
        hashes_ = !held_->sha256 && !held_->is_being_hashed;
        held_->is_being_hashed |= hashes_;
    }
    ~HeldFile() override {
        const std::lock_guard lock(held_->mutex);
        held_->is_being_hashed &= !hashes_; // another one may have to
    }

    std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> into) override {
        if (offset >= held_->size)
            return 0;
        const auto wanted =
            static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), held_->size - offset));
        const std::size_t got = held_->file->read_at(offset, into.first(wanted));
        if (got < wanted)
            throw Error(ErrorKind::bad_input, "the file became shorter while it was read")
                .file(held_->path)
                .hint("A server never does that. Whatever does, begin again without it.");
        hash(offset, into.first(got));
        return got;
    }
    std::uint64_t size() override { return held_->size; }
    void write(Bytes) override { refuse(); }
    void sync() override { refuse(); }
    void close() override {}
    bool try_lock() override { return true; }

private:
    std::shared_ptr<HeldFiles::Held> held_;
    Sha256 sha256_;
    std::uint64_t hashed_ = 0;
    bool hashes_ = false;

    [[noreturn]] void refuse() const {
        throw Error(ErrorKind::defect, "the source of a backup is not written to").file(held_->path);
    }
    void hash(std::uint64_t offset, Bytes bytes) {
        if (!hashes_ || offset != hashed_)
            return;
        sha256_.update(bytes);
        hashed_ += bytes.size();
        if (hashed_ < held_->size)
            return;
        const std::lock_guard lock(held_->mutex);
        held_->sha256 = sha256_.hex_digest();
        held_->is_being_hashed = hashes_ = false;
    }
};

} // namespace

HeldFiles::HeldFiles(io::FileSystem& files, const SourcePlaces& places)
    : real_(files), from_(places), held_(files) {
    if (!from_.log_dirs.empty())
        places_.log_dir = from_.log_dirs.front();
    if (!from_.snapshot_dirs.empty())
        places_.snapshot_dir = from_.snapshot_dirs.front();
    places_.state_file = from_.state_file;
    for (int attempt = 0; attempt < most_attempts; ++attempt)
        if (hold_all())
            return;
    throw Error(ErrorKind::in_use, "files came and went every time that they were looked at")
        .file(places_.log_dir)
        .hint("Another program seems to move them. Try again when it is done.");
}

bool HeldFiles::hold_all() {
    all_.clear();
    for (const std::string& directory :
         {places_.log_dir, places_.snapshot_dir,
          places_.state_file.empty() ? std::string() : io::directory_of(places_.state_file)})
        if (!directory.empty())
            held_.add_directory(directory);
    const std::vector<std::string> before = names();
    try {
        for (const std::string& directory : from_.snapshot_dirs)
            hold(directory, places_.snapshot_dir, false);
        for (const std::string& directory : from_.log_dirs)
            hold(directory, places_.log_dir, true);
        hold_state();
    } catch (const Error&) {
        // Only where nothing has moved the failure is one.
        if (names() == before)
            throw;
        return false;
    }
    return names() == before;
}

std::vector<std::string> HeldFiles::names() const {
    std::vector<std::string> all;
    for (const auto* directories : {&from_.log_dirs, &from_.snapshot_dirs})
        for (const std::string& directory : *directories)
            for (const io::DirectoryEntry& entry : real_.list(directory))
                all.push_back(io::join(directory, entry.name));
    return all;
}

void HeldFiles::hold(const std::string& directory, const std::string& as, bool is_log) {
    const auto found = keeper::list_data_files(*storage::local_disk(directory, real_));
    const auto hold_entry = [&](const storage::Entry& entry) {
        add(io::join(directory, entry.name), io::join(as, entry.name),
            {entry.name, io::FileKind::regular, entry.size, entry.modified_ms});
    };
    if (is_log) {
        for (const keeper::ChangelogFile& file : found.changelogs)
            hold_entry(file.entry);
        return;
    }
    // A server is writing those that have a marker; when there is no other, fsck shall tell of them.
    const bool has_finished =
        std::ranges::any_of(found.snapshots, [](const auto& file) { return !file.has_marker; });
    for (const keeper::SnapshotFile& file : found.snapshots)
        if (!file.has_marker || !has_finished)
            hold_entry(file.entry);
}

void HeldFiles::hold_state() {
    if (from_.state_file.empty())
        return;
    for (const std::string& path : {from_.state_file, from_.state_file + "-OLD"})
        if (real_.is_regular_file(path))
            add(path, path, {io::name_of(path), io::FileKind::regular, 0, 0});
}

void HeldFiles::add(const std::string& path, const std::string& as, io::DirectoryEntry entry) {
    if (held_.has(as))
        return;
    const auto held = std::make_shared<Held>();
    held->path = path;
    held->as = as;
    held->file = real_.open_for_reading(path);
    held->size = held->file->size();
    entry.size = held->size;
    all_.push_back(held);
    held_.add(io::directory_of(as), entry, [held] { return std::make_unique<HeldFile>(held); });
}

std::optional<std::string> HeldFiles::sha256_of(const std::string& path) const {
    const auto found = std::ranges::find_if(all_, [&](const auto& held) { return held->as == path; });
    if (found == all_.end())
        return std::nullopt;
    const std::lock_guard lock((*found)->mutex);
    return (*found)->sha256;
}

bool HeldFiles::have_changed() const {
    return std::ranges::any_of(all_, [&](const std::shared_ptr<Held>& held) {
        return !real_.is_regular_file(held->path) || held->file->size() != held->size;
    });
}

std::uint64_t HeldFiles::bytes() const noexcept {
    std::uint64_t sum = 0;
    for (const auto& held : all_)
        sum += held->size;
    return sum;
}

} // namespace keeperfs::backup
