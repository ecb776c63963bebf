#include "backup/held_file.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/sha256.h"

#include <algorithm>
#include <utility>

namespace keeperfs::backup {

namespace {

class OpenHeldFile final : public io::File {
public:
    explicit OpenHeldFile(std::shared_ptr<HeldFile> held) : held_(std::move(held)), file_(held_->open()) {
        const std::lock_guard lock(held_->mutex);
        hashes_ = !held_->sha256 && !held_->is_being_hashed;
        held_->is_being_hashed |= hashes_;
    }
    ~OpenHeldFile() override {
        const std::lock_guard lock(held_->mutex);
        held_->is_being_hashed &= !hashes_; // another one may have to
    }

    std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> into) override {
        if (offset >= held_->size)
            return 0;
        const auto wanted =
            static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), held_->size - offset));
        const std::size_t got = file_->read_at(offset, into.first(wanted));
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
    std::shared_ptr<HeldFile> held_;
    std::shared_ptr<io::File> file_;
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

std::unique_ptr<io::File> open_held(std::shared_ptr<HeldFile> held) {
    return std::make_unique<OpenHeldFile>(std::move(held));
}

} // namespace keeperfs::backup
