#include "storage/s3_etag.h"

#include "base/md5.h"

#include "keeperfs/base/text.h"

#include <charconv>
#include <cstdint>

namespace keeperfs::storage {

bool is_md5(std::string_view etag) {
    return etag.size() == 32 && etag.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string etag_of_parts(const std::vector<std::string>& etags) {
    std::vector<std::uint8_t> sums;
    for (const std::string& etag : etags) {
        if (!is_md5(etag))
            return {};
        for (const char* digits = etag.data(); digits != etag.data() + etag.size(); digits += 2)
            std::from_chars(digits, digits + 2, sums.emplace_back(), 16);
    }
    return hex_bytes(md5(sums)) + "-" + std::to_string(etags.size());
}

} // namespace keeperfs::storage
