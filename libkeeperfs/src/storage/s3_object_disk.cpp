#include "storage/s3_object_disk.h"

#include "storage/s3_object.h"

#include <algorithm>
#include <utility>

namespace keeperfs::storage {

namespace {

class S3ObjectDisk final : public Disk {
public:
    S3ObjectDisk(std::shared_ptr<S3Client> client, S3Client::Depth depth)
        : client_(std::move(client)), depth_(depth) {}

    std::vector<Entry> list(std::string_view prefix) override {
        std::vector<Entry> entries = client_->list(key(prefix), depth_);
        for (Entry& entry : entries)
            entry.name.erase(0, client_->prefix().size());
        std::erase_if(entries, [](const Entry& entry) { // a folder's own object
            return entry.name.empty() || entry.name.ends_with('/');
        });
        std::ranges::sort(entries, {}, &Entry::name);
        return entries;
    }
    std::optional<Entry> stat(std::string_view name) override {
        std::vector<Entry> entries = list(name); // says when it was written, too
        const auto found = std::ranges::find(entries, name, &Entry::name);
        return found == entries.end() ? std::nullopt : std::optional(std::move(*found));
    }
    std::unique_ptr<io::Source> open(std::string_view name) override {
        return open_s3_object(client_, key(name));
    }
    std::unique_ptr<io::Sink> create(std::string_view name, Existing policy) override {
        return create_s3_object(client_, key(name), policy);
    }
    void remove(std::string_view name) override { client_->remove(key(name)); }
    std::string place(std::string_view name) const override { return client_->place(key(name)); }
    std::set<std::string> object_places() override {
        std::set<std::string> places;
        for (const Entry& entry : list(""))
            places.insert(place(entry.name));
        return places;
    }

private:
    std::shared_ptr<S3Client> client_; ///< shared with open streams
    S3Client::Depth depth_;

    std::string key(std::string_view name) const { return client_->prefix() + std::string(name); }
};

} // namespace

std::unique_ptr<Disk> s3_object_disk(std::shared_ptr<S3Client> client, S3Client::Depth depth) {
    return std::make_unique<S3ObjectDisk>(std::move(client), depth);
}

std::unique_ptr<Disk> s3_plain_disk(const S3Settings& settings) {
    return s3_object_disk(std::make_shared<S3Client>(settings), S3Client::Depth::flat);
}

} // namespace keeperfs::storage
