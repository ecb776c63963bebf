#pragma once
// A content on its way into an object and out of it.
#include "keeperfs/backup/manifest.h"
#include "keeperfs/base/sha256.h"
#include "keeperfs/io/sealed_stream.h"
#include "keeperfs/io/source.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace keeperfs::backup {

/// Counts and hashes what passes; finish() does not reach the sink behind it.
class HashingSink final : public io::Sink {
public:
    explicit HashingSink(io::Sink& to) : to_(to) {}
    void write(Bytes bytes) override {
        sha256_.update(bytes);
        size_ += bytes.size();
        to_.write(bytes);
    }
    void finish() override {}
    std::uint64_t size() const noexcept { return size_; }
    /// Of all that was written: nothing is written behind this.
    const std::string& sha256() {
        if (digest_.empty())
            digest_ = sha256_.hex_digest();
        return digest_;
    }

private:
    io::Sink& to_;
    Sha256 sha256_;
    std::uint64_t size_ = 0;
    std::string digest_;
};

/// The way in: the content's hash, compression, encryption, the object's hash.
class StoringSink {
public:
    StoringSink(io::Sink& object, bool is_compressed, const std::optional<io::SecretKey>& key);
    ~StoringSink();
    void write(Bytes bytes);
    void finish(); ///< of its own streams, not of the object
    std::uint64_t size() const noexcept;
    std::string sha256();
    std::uint64_t stored_size() const noexcept;
    std::string stored_sha256();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The way out. `name_content`: from the content's SHA-256 to its id. Whatever is not as `file` says ends it
/// as Error(bad_input), before the end of the content is reported.
std::unique_ptr<io::Source> stored_source(std::unique_ptr<io::Source> object, const BackupFile& file,
                                          const std::optional<io::SecretKey>& key,
                                          std::function<std::string(const std::string&)> name_content);

} // namespace keeperfs::backup
