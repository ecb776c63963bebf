#include "storage/s3_object.h"

#include "keeperfs/storage/disk.h"

#include <algorithm>
#include <utility>

namespace keeperfs::storage {

namespace {

class S3PlainDisk final : public Disk {
public:
    explicit S3PlainDisk(const S3Settings& settings) : client_(std::make_shared<S3Client>(settings)) {}

    std::vector<Entry> list(std::string_view prefix) override {
        std::vector<Entry> entries = client_->list(key(prefix));
        for (Entry& entry : entries)
            entry.name.erase(0, client_->prefix().size());
        std::erase_if(entries,
                      [](const Entry& entry) { return entry.name.empty(); }); // a folder's own object
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

private:
    std::shared_ptr<S3Client> client_; ///< shared with open streams

    std::string key(std::string_view name) const { return client_->prefix() + std::string(name); }
};

} // namespace

std::unique_ptr<Disk> s3_plain_disk(const S3Settings& settings) {
    return std::make_unique<S3PlainDisk>(settings);
}

} // namespace keeperfs::storage
