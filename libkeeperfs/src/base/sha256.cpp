#include "keeperfs/base/sha256.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace keeperfs {

struct Sha256::State {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

namespace {
void require(int ok) {
    if (ok != 1)
        throw Error(ErrorKind::defect, "OpenSSL cannot compute SHA-256");
}
} // namespace

Sha256::Sha256() : state_(std::make_unique<State>()) {
    require(EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr));
}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::update(Bytes bytes) {
    require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()));
}

std::string Sha256::hex_digest() {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> raw{};
    unsigned int size = 0;
    require(EVP_DigestFinal_ex(state_->context.get(), raw.data(), &size));
    return hex_bytes(Bytes(raw).first(size));
}

std::string sha256_hex(Bytes bytes) {
    Sha256 hash;
    hash.update(bytes);
    return hash.hex_digest();
}

std::array<std::uint8_t, 32> hmac_sha256(Bytes key, Bytes message) {
    std::array<std::uint8_t, 32> result{};
    unsigned int size = 0;
    require(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), message.data(), message.size(),
                 result.data(), &size) != nullptr);
    return result;
}

std::array<std::uint8_t, 32> Sha256::digest() {
    std::array<std::uint8_t, 32> raw{};
    require(EVP_DigestFinal_ex(state_->context.get(), raw.data(), nullptr));
    require(EVP_DigestInit_ex(state_->context.get(), nullptr, nullptr)); // the same algorithm once more
    return raw;
}

} // namespace keeperfs
