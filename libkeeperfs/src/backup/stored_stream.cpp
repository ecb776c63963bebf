#include "backup/stored_stream.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/codecs.h"

namespace keeperfs::backup {

namespace {

constexpr int compression_level = 3;

/// Hashes what is read of it, and says whether its end is what it should be.
class HashingSource final : public io::Source {
public:
    explicit HashingSource(io::Source& from) : from_(from) {}
    std::size_t read(std::span<std::uint8_t> into) override {
        const std::size_t got = from_.read(into);
        sha256_.update(into.first(got));
        size_ += got;
        return got;
    }
    std::uint64_t size() const noexcept { return size_; }
    /// Of all that was read: nothing is read behind this.
    const std::string& sha256() {
        if (digest_.empty())
            digest_ = sha256_.hex_digest();
        return digest_;
    }

private:
    io::Source& from_;
    Sha256 sha256_;
    std::uint64_t size_ = 0;
    std::string digest_;
};

class StoredSource final : public io::Source {
public:
    StoredSource(std::unique_ptr<io::Source> object, BackupFile file, const std::optional<io::SecretKey>& key,
                 std::function<std::string(const std::string&)> name_content)
        : object_(std::move(object)), stored_(*object_), file_(std::move(file)),
          name_content_(std::move(name_content)) {
        io::Source* at = &stored_;
        if (key) {
            sealed_ = io::sealed_source(*at, *key);
            at = sealed_.get();
        }
        if (file_.is_compressed) {
            decoded_ = io::zstd_source(*at, io::OpenFrame::is_an_error);
            at = decoded_.get();
        }
        if (at != &stored_)
            content_ = &unpacked_.emplace(*at);
    }

    std::size_t read(std::span<std::uint8_t> into) override {
        if (is_checked_)
            return 0;
        const std::size_t got = content_->read(into);
        if (content_->size() > file_.size)
            refuse("the stored file is longer than it was");
        if (got == 0 && !into.empty())
            check_end();
        return got;
    }
    std::optional<std::uint64_t> remaining() const override { return file_.size - content_->size(); }

private:
    std::unique_ptr<io::Source> object_;
    HashingSource stored_;
    std::unique_ptr<io::Source> sealed_, decoded_;
    std::optional<HashingSource> unpacked_;
    HashingSource* content_ = &stored_; ///< else what was unpacked: the same bytes are hashed once
    BackupFile file_;
    std::function<std::string(const std::string&)> name_content_;
    bool is_checked_ = false;

    [[noreturn]] static void refuse(const char* what) { throw Error(ErrorKind::bad_input, what); }
    void check_end() {
        is_checked_ = true;
        // What lies behind the end of a codec's stream was not read yet.
        std::array<std::uint8_t, 1> more{};
        while (stored_.read(more) != 0)
            continue;
        if (stored_.size() != file_.stored_size)
            throw Error(ErrorKind::bad_input, "the stored file has another size")
                .found(std::to_string(stored_.size()), std::to_string(file_.stored_size));
        if (stored_.sha256() != file_.stored_sha256)
            refuse("the stored file's SHA-256 is not that of the manifest");
        if (content_->size() != file_.size || name_content_(content_->sha256()) != file_.content_id)
            refuse("the stored file holds another content");
    }
};

} // namespace

struct StoringSink::State {
    HashingSink stored;
    std::unique_ptr<io::Sink> sealed, encoded;
    std::optional<HashingSink> unpacked;
    HashingSink* content = &stored; ///< else what is yet to be packed: the same bytes are hashed once

    State(io::Sink& object, bool is_compressed, const std::optional<io::SecretKey>& key) : stored(object) {
        io::Sink* at = &stored;
        if (key) {
            sealed = io::sealed_sink(*at, *key);
            at = sealed.get();
        }
        if (is_compressed) {
            encoded = io::zstd_sink(*at, compression_level, 1);
            at = encoded.get();
        }
        if (at != &stored)
            content = &unpacked.emplace(*at);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
};

StoringSink::StoringSink(io::Sink& object, bool is_compressed, const std::optional<io::SecretKey>& key)
    : state_(std::make_unique<State>(object, is_compressed, key)) {}
StoringSink::~StoringSink() = default;

void StoringSink::write(Bytes bytes) { state_->content->write(bytes); }

void StoringSink::finish() {
    if (state_->encoded)
        state_->encoded->finish();
    if (state_->sealed)
        state_->sealed->finish();
}

std::uint64_t StoringSink::size() const noexcept { return state_->content->size(); }
std::string StoringSink::sha256() { return state_->content->sha256(); }
std::uint64_t StoringSink::stored_size() const noexcept { return state_->stored.size(); }
std::string StoringSink::stored_sha256() { return state_->stored.sha256(); }

std::unique_ptr<io::Source> stored_source(std::unique_ptr<io::Source> object, const BackupFile& file,
                                          const std::optional<io::SecretKey>& key,
                                          std::function<std::string(const std::string&)> name_content) {
    return std::make_unique<StoredSource>(std::move(object), file, key, std::move(name_content));
}

} // namespace keeperfs::backup
