#include "storage/s3_metadata.h"
#include "storage/s3_object.h"
#include "storage/s3_object_disk.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/atomic_output.h"
#include "keeperfs/io/cancel.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/storage/disk.h"

#include <algorithm>
#include <random>
#include <set>
#include <utility>

namespace keeperfs::storage {

namespace {

constexpr std::uint64_t largest_metadata = 64ULL << 20; // of an object for each 16 MiB: more than a PiB
constexpr int deepest_folder = 4;                       // detached/<time>/ is two

/// Three letters, a slash, 29 letters: as the server names new objects.
std::string random_name() {
    thread_local std::mt19937_64 random{(std::uint64_t{std::random_device{}()} << 32U) |
                                        std::random_device{}()};
    std::uniform_int_distribution<int> letter('a', 'z');
    std::string name(33, '/');
    for (std::size_t i = 0; i < name.size(); ++i)
        if (i != 3)
            name[i] = static_cast<char>(letter(random));
    return name;
}

/// The objects of one file, one after the other.
class PartsSource final : public io::Source {
public:
    PartsSource(std::shared_ptr<S3Client> client, S3Metadata metadata)
        : client_(std::move(client)), metadata_(std::move(metadata)), left_(metadata_.size()),
          inline_(as_bytes(metadata_.inline_data)) {
        if (!metadata_.parts.empty())
            open_next();
    }

    std::size_t read(std::span<std::uint8_t> into) override {
        for (;;) {
            const std::size_t count = part_ == nullptr ? 0 : part_->read(into);
            if (count > 0) {
                left_ -= count;
                return count;
            }
            if (next_ == metadata_.parts.size()) {
                const std::size_t rest = inline_.read(into);
                left_ -= rest;
                return rest;
            }
            open_next();
        }
    }
    std::optional<std::uint64_t> remaining() const override { return left_; }

private:
    std::shared_ptr<S3Client> client_;
    S3Metadata metadata_;
    std::uint64_t left_;
    io::MemorySource inline_;
    std::unique_ptr<io::Source> part_;
    std::size_t next_ = 0;

    void open_next() {
        const S3Metadata::Part& part = metadata_.parts[next_++];
        if (part.size == 0)
            return part_.reset();
        part_ = open_s3_object(client_, part.key);
        if (part_->remaining() != part.size)
            throw Error(ErrorKind::bad_input, "the object has another size than the disk's metadata say")
                .file(client_->place(part.key))
                .found(std::to_string(part_->remaining().value_or(0)), std::to_string(part.size));
    }
};

class S3Disk final : public Disk {
public:
    S3Disk(const S3Settings& settings, S3MetadataSettings metadata, io::FileSystem& files)
        : client_(std::make_shared<S3Client>(settings)), settings_(std::move(metadata)), files_(files),
          prefix_(settings_.key_compatibility_prefix.value_or(client_->prefix())) {}

    std::vector<Entry> list(std::string_view prefix) override {
        std::vector<Entry> entries;
        for (io::DirectoryEntry& found : files_.list(settings_.directory))
            if (found.kind == io::FileKind::regular && found.name.starts_with(prefix) &&
                !found.name.starts_with('.'))
                if (const auto metadata = read_if_there(place(found.name)))
                    entries.push_back({std::move(found.name), metadata->size(), found.modified_ms});
        return entries;
    }
    std::optional<Entry> stat(std::string_view name) override {
        std::vector<Entry> entries = list(name);
        const auto found = std::ranges::find(entries, name, &Entry::name);
        return found == entries.end() ? std::nullopt : std::optional(std::move(*found));
    }
    std::unique_ptr<io::Source> open(std::string_view name) override {
        return std::make_unique<PartsSource>(client_, read(place(name)));
    }
    std::unique_ptr<io::Sink> create(std::string_view name, Existing policy) override;

    void remove(std::string_view name) override {
        if (!files_.exists(place(name)))
            return;
        const S3Metadata metadata = read(place(name));
        if (metadata.more_links > 0)
            throw Error(ErrorKind::refused, "other files of this disk are links to the same objects")
                .file(place(name))
                .found(counted(metadata.more_links, "further link", "further links"), "none");
        // The file first: a name without objects would be a broken file, objects without a name only cost
        // room.
        files_.remove(place(name));
        files_.sync_directory(settings_.directory);
        remove_objects(metadata);
    }
    std::string place(std::string_view name) const override {
        return io::join(settings_.directory, std::string(name));
    }

    std::shared_ptr<Disk> store() override { return s3_object_disk(client_, S3Client::Depth::any); }
    std::set<std::string> object_places() override {
        std::set<std::string> places;
        each_metadata(settings_.directory, 0, [&](const S3Metadata& metadata) {
            for (const S3Metadata::Part& part : metadata.parts)
                places.insert(client_->place(part.key));
        });
        return places;
    }

    /// A file that is to have one object, which is there.
    void name_object(std::string_view name, const std::string& key, std::uint64_t size, Existing policy) {
        S3Metadata metadata;
        metadata.version = version_to_write();
        if (size > 0)
            metadata.parts.push_back({size, key});
        const bool replaces = policy == Existing::replace && files_.exists(place(name));
        const S3Metadata before = replaces ? read(place(name)) : S3Metadata{};
        io::AtomicOutput output(files_, place(name),
                                policy == Existing::keep ? io::FileSystem::Existing::keep
                                                         : io::FileSystem::Existing::replace);
        output.write(as_bytes(s3_metadata_text(metadata, prefix_)));
        output.finish();
        output.commit();
        if (before.more_links == 0)
            remove_objects(before);
    }

private:
    std::shared_ptr<S3Client> client_;
    S3MetadataSettings settings_;
    io::FileSystem& files_;
    std::string prefix_; ///< of keys that the metadata do not name as a whole

    S3Metadata read(const std::string& path) const {
        try {
            io::FileSource source(files_, path);
            if (source.size() > largest_metadata)
                throw Error(ErrorKind::bad_input, "this is no metadata file of an s3 disk")
                    .found(size_text(source.size()), "at most " + size_text(largest_metadata));
            return parse_s3_metadata(io::rest_of(source), prefix_);
        } catch (Error& error) {
            error.file(path);
            throw;
        }
    }

    /// nullopt: it has vanished since it was listed.
    std::optional<S3Metadata> read_if_there(const std::string& path) const {
        try {
            return read(path);
        } catch (const Error&) {
            if (files_.exists(path))
                throw;
            return std::nullopt;
        }
    }

    /// What the disk's files are written with, so that the server which wrote them can read the new one.
    unsigned version_to_write() {
        if (settings_.version)
            return *settings_.version;
        unsigned newest = 0;
        each_metadata(settings_.directory, 0,
                      [&](const S3Metadata& found) { newest = std::max(newest, found.version); });
        return newest == 0 ? S3Metadata{}.version : newest;
    }

    template <class Step> void each_metadata(const std::string& directory, int depth, const Step& step) {
        for (const io::DirectoryEntry& entry : files_.list(directory))
            if (entry.kind == io::FileKind::directory && depth < deepest_folder)
                each_metadata(io::join(directory, entry.name), depth + 1, step);
            else if (entry.kind == io::FileKind::regular && !entry.name.starts_with('.')) {
                if (const auto metadata = read_if_there(io::join(directory, entry.name)))
                    step(*metadata);
            }
    }

    /// But those that another file of the disk names as well.
    void remove_objects(const S3Metadata& metadata) {
        std::set<std::string> keys;
        for (const S3Metadata::Part& part : metadata.parts)
            keys.insert(part.key);
        if (keys.empty())
            return;
        each_metadata(settings_.directory, 0, [&](const S3Metadata& other) {
            for (const S3Metadata::Part& part : other.parts)
                keys.erase(part.key);
        });
        for (const std::string& key : keys)
            client_->remove(key);
    }

    friend class FileSink;
};

/// The object is there before a name leads to it.
class FileSink final : public io::Sink {
public:
    FileSink(S3Disk& disk, std::string_view name, Disk::Existing policy)
        : disk_(disk), name_(name), policy_(policy), key_(disk.prefix_ + random_name()),
          object_(create_s3_object(disk.client_, key_, Disk::Existing::replace)) {}

    void write(Bytes bytes) override {
        size_ += bytes.size();
        object_->write(bytes);
    }
    void finish() override {
        if (size_ > 0)
            object_->finish();
        try {
            disk_.name_object(name_, key_, size_, policy_);
        } catch (const Error&) {
            if (size_ > 0)
                discard();
            throw;
        }
    }

private:
    S3Disk& disk_;
    std::string name_;
    Disk::Existing policy_;
    std::string key_;
    std::unique_ptr<io::Sink> object_;
    std::uint64_t size_ = 0;

    /// Unless the name leads there all the same: the failure may have come after the rename.
    void discard() noexcept {
        try {
            const io::CleaningUp cleaning_up;
            S3Metadata made;
            made.parts.push_back({size_, key_});
            disk_.remove_objects(made);
        } catch (const Error&) {
            // An object without a name: disk list shows it, nothing reads it.
        }
    }
};

std::unique_ptr<io::Sink> S3Disk::create(std::string_view name, Existing policy) {
    return std::make_unique<FileSink>(*this, name, policy);
}

} // namespace

std::unique_ptr<Disk> s3_disk(const S3Settings& settings, S3MetadataSettings metadata,
                              io::FileSystem& files) {
    return std::make_unique<S3Disk>(settings, std::move(metadata), files);
}

} // namespace keeperfs::storage
