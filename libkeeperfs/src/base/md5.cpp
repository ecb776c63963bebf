#include "base/md5.h"

#include "keeperfs/base/error.h"

#include <openssl/evp.h>

namespace keeperfs {

std::array<std::uint8_t, 16> md5(Bytes bytes) {
    std::array<std::uint8_t, 16> digest{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_md5(), nullptr) != 1 ||
        size != digest.size())
        throw Error(ErrorKind::defect, "OpenSSL cannot compute MD5");
    return digest;
}

} // namespace keeperfs
