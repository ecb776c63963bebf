#include "base/sha1.h"

#include "keeperfs/base/error.h"

#include <openssl/evp.h>

namespace keeperfs {

std::array<std::uint8_t, 20> sha1(Bytes bytes) {
    std::array<std::uint8_t, 20> digest{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1 ||
        size != digest.size())
        throw Error(ErrorKind::defect, "OpenSSL cannot compute SHA-1");
    return digest;
}

} // namespace keeperfs
