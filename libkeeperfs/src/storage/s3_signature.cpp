#include "storage/s3_signature.h"

#include "keeperfs/base/sha256.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

namespace keeperfs::storage {

namespace {

bool is_unreserved(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

std::string signed_names(const S3ToSign& request) {
    std::string names;
    for (const auto& [name, value] : request.headers)
        names += (names.empty() ? "" : ";") + name;
    return names;
}

std::string canonical(const S3ToSign& request) {
    std::string text = fmt::format("{}\n{}\n{}\n", request.method, request.path, query_text(request.query));
    for (const auto& [name, value] : request.headers)
        text += fmt::format("{}:{}\n", name, value);
    return fmt::format("{}\n{}\n{}", text, signed_names(request), request.payload_hash);
}

} // namespace

std::string s3_time(std::int64_t ms_since_1970) {
    std::string time = time_text(ms_since_1970); // 2013-05-24T00:00:00.000Z
    time = time.substr(0, time.find('.')) + "Z";
    std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
    return time;
}

std::string percent_encoded(std::string_view text, bool is_path) {
    std::string encoded;
    for (const char c : text)
        if (is_unreserved(c) || (is_path && c == '/'))
            encoded += c;
        else
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return encoded;
}

std::string query_text(const S3Query& query) {
    std::map<std::string, std::string> encoded; // the order is that of the encoded names
    for (const auto& [name, value] : query)
        encoded[percent_encoded(name, false)] = percent_encoded(value, false);
    std::string text;
    for (const auto& [name, value] : encoded)
        text += fmt::format("{}{}={}", text.empty() ? "" : "&", name, value);
    return text;
}

std::string s3_authorization(const S3Credentials& credentials, std::string_view region,
                             const S3ToSign& request) {
    const std::string_view date = request.time.substr(0, request.time.find('T'));
    const std::string scope = fmt::format("{}/{}/s3/aws4_request", date, region);
    const std::string to_sign = fmt::format("AWS4-HMAC-SHA256\n{}\n{}\n{}", request.time, scope,
                                            sha256_hex(as_bytes(canonical(request))));
    const std::string first = "AWS4" + credentials.secret_key;
    auto key = hmac_sha256(as_bytes(first), as_bytes(date));
    for (const std::string_view part : {region, std::string_view("s3"), std::string_view("aws4_request")})
        key = hmac_sha256(key, as_bytes(part));
    return fmt::format("AWS4-HMAC-SHA256 Credential={}/{},SignedHeaders={},Signature={}",
                       credentials.access_key, scope, signed_names(request),
                       hex_bytes(hmac_sha256(key, as_bytes(to_sign))));
}

} // namespace keeperfs::storage
