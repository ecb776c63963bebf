#include "storage/s3_object.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/cancel.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace keeperfs::storage {

namespace {

class ObjectSource final : public io::Source {
public:
    ObjectSource(std::shared_ptr<S3Client> client, std::string key, S3Client::Object object)
        : client_(std::move(client)), key_(std::move(key)), object_(std::move(object)) {
        fetch(); // a small object is whole from now on, whatever becomes of it
    }

    std::size_t read(std::span<std::uint8_t> into) override {
        if (used_ == piece_.size() && !fetch())
            return 0;
        const std::size_t count = std::min(into.size(), piece_.size() - used_);
        std::memcpy(into.data(), piece_.data() + used_, count);
        used_ += count;
        return count;
    }
    std::optional<std::uint64_t> remaining() const override {
        return object_.size - fetched_ + (piece_.size() - used_);
    }

private:
    std::shared_ptr<S3Client> client_;
    std::string key_;
    S3Client::Object object_;
    std::uint64_t fetched_ = 0;
    std::string piece_;
    std::size_t used_ = 0;

    bool fetch() {
        const std::uint64_t size = std::min(client_->settings().part_size, object_.size - fetched_);
        if (size == 0)
            return false;
        piece_ = client_->get(key_, object_, fetched_, size);
        used_ = 0;
        fetched_ += size;
        return true;
    }
};

class ObjectSink final : public io::Sink {
public:
    ObjectSink(std::shared_ptr<S3Client> client, std::string key, Disk::Existing policy)
        : client_(std::move(client)), key_(std::move(key)), policy_(policy) {}
    ~ObjectSink() override {
        if (upload_.empty())
            return;
        try {
            const io::CleaningUp cleaning_up;
            client_->abort_upload(key_, upload_);
        } catch (const Error&) {
            // The bucket's rule for unfinished uploads removes what is left; nobody sees it until then.
        }
    }
    ObjectSink(const ObjectSink&) = delete;
    ObjectSink& operator=(const ObjectSink&) = delete;

    void write(Bytes bytes) override {
        while (!bytes.empty()) {
            if (part_.size() == part_size())
                send_part(); // only now: what fits into one part needs no upload in parts
            const std::size_t count = std::min<std::size_t>(bytes.size(), part_size() - part_.size());
            part_ += as_text(bytes.first(count));
            bytes = bytes.subspan(count);
        }
    }
    void finish() override {
        if (upload_.empty())
            return client_->put(key_, as_bytes(part_), policy_);
        send_part();
        if (policy_ == Disk::Existing::keep && client_->head(key_))
            throw Error(ErrorKind::refused, "an object of that name exists already")
                .file(client_->place(key_));
        client_->complete_upload(key_, upload_, etags_);
        upload_.clear();
    }

private:
    std::shared_ptr<S3Client> client_;
    std::string key_;
    Disk::Existing policy_;
    std::string part_, upload_;
    std::vector<std::string> etags_;

    /// S3 takes 10,000 parts: they grow, so that 5 TiB fit.
    std::uint64_t part_size() const { return client_->settings().part_size * (1 + etags_.size() / 250); }

    void send_part() {
        if (upload_.empty())
            upload_ = client_->begin_upload(key_);
        etags_.push_back(
            client_->put_part(key_, upload_, static_cast<unsigned>(etags_.size()) + 1, as_bytes(part_)));
        part_.clear();
    }
};

} // namespace

std::unique_ptr<io::Source> open_s3_object(std::shared_ptr<S3Client> client, std::string key) {
    auto object = client->head(key);
    if (!object)
        throw Error(ErrorKind::bad_input, "cannot open: there is no such object").file(client->place(key));
    return std::make_unique<ObjectSource>(std::move(client), std::move(key), std::move(*object));
}

std::unique_ptr<io::Sink> create_s3_object(std::shared_ptr<S3Client> client, std::string key,
                                           Disk::Existing policy) {
    return std::make_unique<ObjectSink>(std::move(client), std::move(key), policy);
}

} // namespace keeperfs::storage
