#include "base/cipher.h"

#include "keeperfs/base/error.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

namespace keeperfs {

namespace {

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

void require(int ok) {
    if (ok != 1)
        throw Error(ErrorKind::defect, "OpenSSL cannot compute AES-256-GCM");
}

int size_of(Bytes bytes) { return static_cast<int>(bytes.size()); }

} // namespace

std::vector<std::uint8_t> seal(const CipherKey& key, const CipherNonce& nonce, Bytes associated,
                               Bytes plain) {
    const Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    require(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()));
    int size = 0, rest = 0;
    require(EVP_EncryptUpdate(context.get(), nullptr, &size, associated.data(), size_of(associated)));
    std::vector<std::uint8_t> sealed(plain.size() + cipher_tag_bytes);
    size = 0;
    if (!plain.empty())
        require(EVP_EncryptUpdate(context.get(), sealed.data(), &size, plain.data(), size_of(plain)));
    require(EVP_EncryptFinal_ex(context.get(), sealed.data() + size, &rest));
    require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, cipher_tag_bytes,
                                sealed.data() + plain.size()));
    return sealed;
}

std::optional<std::vector<std::uint8_t>> unseal(const CipherKey& key, const CipherNonce& nonce,
                                                Bytes associated, Bytes sealed) {
    if (sealed.size() < cipher_tag_bytes)
        return std::nullopt;
    const Bytes cipher = sealed.first(sealed.size() - cipher_tag_bytes);
    std::array<std::uint8_t, cipher_tag_bytes> tag{};
    std::ranges::copy(sealed.last(cipher_tag_bytes), tag.begin());
    const Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    require(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()));
    int size = 0, rest = 0;
    require(EVP_DecryptUpdate(context.get(), nullptr, &size, associated.data(), size_of(associated)));
    std::vector<std::uint8_t> plain(cipher.size());
    size = 0;
    if (!cipher.empty())
        require(EVP_DecryptUpdate(context.get(), plain.data(), &size, cipher.data(), size_of(cipher)));
    require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, cipher_tag_bytes, tag.data()));
    std::uint8_t none = 0;
    if (EVP_DecryptFinal_ex(context.get(), plain.empty() ? &none : plain.data() + size, &rest) != 1)
        return std::nullopt;
    return plain;
}

bool are_equal(Bytes one, Bytes other) noexcept {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

void fill_with_random(std::span<std::uint8_t> into) {
    if (RAND_bytes(into.data(), static_cast<int>(into.size())) != 1)
        throw Error(ErrorKind::defect, "OpenSSL has no random numbers");
}

} // namespace keeperfs
