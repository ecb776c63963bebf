#include "storage/s3_endpoint.h"

#include "storage/s3_signature.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace keeperfs::storage {

namespace {

// The names of services behind the bucket's that a server looks for in a host (src/IO/S3/URI.cpp).
constexpr std::array<std::string_view, 6> services{"s3", "cos", "obs", "oss-data-acc", "oss", "eos"};

[[noreturn]] void refuse(const std::string& url, std::string why) {
    throw Error(ErrorKind::usage, fmt::format("{} is no place in S3: {}", escaped(url), why))
        .hint("Give http(s)://host[:port]/bucket/prefix/ or https://bucket.s3.region.amazonaws.com/prefix/.");
}

struct NamedHost {
    std::string bucket, region;
};

bool is_service(std::string_view label) {
    return label.starts_with("s3express") || std::ranges::find(services, label) != services.end();
}

/// "eu-west-1" of "s3.eu-west-1.amazonaws.com".
std::string region_behind(std::string_view rest) {
    const std::string_view label = rest.substr(0, rest.find('.'));
    return rest.ends_with("amazonaws.com") && label != "amazonaws" ? std::string(label) : "";
}

/// A bucket's name may have dots of its own; the last label that names a service counts.
std::optional<NamedHost> bucket_in(std::string_view host) {
    for (std::size_t dot = host.rfind('.'); dot != std::string_view::npos && dot > 0;
         dot = host.rfind('.', dot - 1)) {
        const std::string_view behind = host.substr(dot + 1);
        const std::string_view label = behind.substr(0, behind.find('.'));
        if (is_service(label) && label.size() < behind.size())
            return NamedHost{std::string(host.substr(0, dot)),
                             region_behind(behind.substr(label.size() + 1))};
    }
    return std::nullopt;
}

} // namespace

std::string S3Endpoint::path(const std::string& key) const {
    const std::string inside = "/" + percent_encoded(key, true);
    return bucket_in_host ? inside : "/" + percent_encoded(bucket, false) + (key.empty() ? "" : inside);
}

S3Endpoint parse_s3_endpoint(const std::string& url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string::npos || (url.substr(0, scheme) != "http" && url.substr(0, scheme) != "https"))
        refuse(url, "it begins with neither http:// nor https://");
    if (url.find_first_of("?#") != std::string::npos)
        refuse(url, "it has a query");
    const std::size_t host_begins = scheme + 3, host_ends = std::min(url.find('/', host_begins), url.size());
    S3Endpoint place;
    place.origin = url.substr(0, host_ends);
    place.host = url.substr(host_begins, host_ends - host_begins);
    if (place.host.empty() || place.host.find('@') != std::string::npos)
        refuse(url, place.host.empty() ? "the host is missing" : "keys do not belong into it");
    std::string path = url.substr(std::min(host_ends + 1, url.size()));
    const std::string name = place.host.substr(0, place.host.rfind(':'));
    if (const auto named = bucket_in(name)) {
        place.bucket = named->bucket;
        place.region = named->region;
        place.bucket_in_host = true;
        place.prefix = std::move(path);
        return place;
    }
    if (name.starts_with("s3."))
        place.region = region_behind(std::string_view(name).substr(3));
    const std::size_t bucket_ends = std::min(path.find('/'), path.size());
    place.bucket = path.substr(0, bucket_ends);
    place.prefix = path.substr(std::min(bucket_ends + 1, path.size()));
    if (place.bucket.empty())
        refuse(url, "it names no bucket");
    return place;
}

} // namespace keeperfs::storage
