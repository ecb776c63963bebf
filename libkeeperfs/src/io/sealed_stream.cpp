#include "keeperfs/io/sealed_stream.h"

#include "base/cipher.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/window.h"

namespace keeperfs::io {

namespace {

constexpr std::array<std::uint8_t, 8> magic{'K', 'F', 'S', 'E', 'A', 'L', '1', '\n'};
constexpr std::size_t salt_bytes = 16;
using Head = std::array<std::uint8_t, magic.size() + salt_bytes>;
constexpr std::size_t chunk_bytes = 64 * 1024;
constexpr std::size_t sealed_chunk_bytes = chunk_bytes + cipher_tag_bytes;

struct ChunkName {
    CipherNonce nonce{};
    std::array<std::uint8_t, sizeof(std::uint64_t) + 1> associated{};

    ChunkName(std::uint64_t number, bool is_last) {
        std::string text;
        append_le(text, number);
        text += is_last ? '\1' : '\0';
        std::ranges::copy(as_bytes(text), associated.begin());
        std::ranges::copy(associated, nonce.begin());
    }
};

class SealedSink final : public Sink {
public:
    SealedSink(Sink& to, const SecretKey& key) : to_(to) {
        Head head{};
        std::ranges::copy(magic, head.begin());
        fill_with_random(std::span(head).subspan(magic.size()));
        key_ = hmac_sha256(key, head);
        to_.write(head);
    }
    void write(Bytes bytes) override {
        while (!bytes.empty()) {
            // A full chunk is held back: only behind it shows whether it is the last one.
            if (held_.size() == chunk_bytes)
                put(false);
            const Bytes taken = bytes.first(std::min(bytes.size(), chunk_bytes - held_.size()));
            held_.insert(held_.end(), taken.begin(), taken.end());
            bytes = bytes.subspan(taken.size());
        }
    }
    void finish() override { put(true); }

private:
    Sink& to_;
    CipherKey key_{};
    std::vector<std::uint8_t> held_;
    std::uint64_t number_ = 0;

    void put(bool is_last) {
        const ChunkName name(number_++, is_last);
        to_.write(seal(key_, name.nonce, name.associated, held_));
        held_.clear();
    }
};

class SealedSource final : public Source {
public:
    SealedSource(Source& from, const SecretKey& key) : window_(from), secret_(key) {}

    std::size_t read(std::span<std::uint8_t> into) override {
        if (number_ == 0)
            open_head();
        while (at_ == plain_.size()) {
            if (ended_)
                return 0;
            open_chunk();
        }
        const std::size_t size = std::min(into.size(), plain_.size() - at_);
        std::copy_n(plain_.begin() + static_cast<std::ptrdiff_t>(at_), size, into.begin());
        at_ += size;
        return size;
    }

private:
    Window window_;
    SecretKey secret_;
    CipherKey key_{};
    std::vector<std::uint8_t> plain_;
    std::size_t at_ = 0;
    std::uint64_t number_ = 0; ///< of chunks that were opened; 0: the head is not read yet
    bool ended_ = false;

    void open_head() {
        const Bytes head = window_.want(std::tuple_size_v<Head>);
        if (head.size() < std::tuple_size_v<Head> || !std::ranges::equal(head.first(magic.size()), magic))
            throw Error(ErrorKind::bad_input, "this is no encrypted file").at(0);
        key_ = hmac_sha256(secret_, head.first(std::tuple_size_v<Head>));
        window_.consume(std::tuple_size_v<Head>);
    }
    void open_chunk() {
        const std::uint64_t offset = window_.offset();
        // One byte more shows whether another chunk follows.
        const Bytes seen = window_.want(sealed_chunk_bytes + 1);
        const Bytes sealed = seen.first(std::min(seen.size(), sealed_chunk_bytes));
        const bool is_last = seen.size() <= sealed_chunk_bytes;
        const ChunkName name(number_, is_last);
        auto plain = unseal(key_, name.nonce, name.associated, sealed);
        if (!plain)
            throw Error(ErrorKind::bad_input,
                        number_ == 0 ? "it was not encrypted with this key, or is damaged"
                                     : "the encrypted data were changed, cut or put together anew")
                .at(offset);
        window_.consume(sealed.size());
        ++number_;
        plain_ = std::move(*plain);
        at_ = 0;
        ended_ = is_last;
    }
};

} // namespace

std::unique_ptr<Sink> sealed_sink(Sink& sealed, const SecretKey& key) {
    return std::make_unique<SealedSink>(sealed, key);
}
std::unique_ptr<Source> sealed_source(Source& sealed, const SecretKey& key) {
    return std::make_unique<SealedSource>(sealed, key);
}

} // namespace keeperfs::io
