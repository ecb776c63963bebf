#pragma once
// The small local file by which a Keeper's disk of type s3 knows the objects of one file of its own.
//
//   <version>                          1 to 5
//   <number of objects>\t<total size>
//   <size>\t<key>                      a line for each; one after the other they are the content
//   <reference count>                  further hard links
//   <read only: 0 or 1>                from version 3 on
//   <inline data>                      from version 4 on; usually empty
//
// Numbers are decimal, each line ends in \n, keys and inline data are escaped. Keys: the whole one in version
// 1, which must begin with the endpoint's prefix; what follows the prefix in 2 to 4; the whole one in 5.
// Written as 3 by 21.x to 24.x, as 5 by 23.11 and later. (DiskObjectStorageMetadata.cpp)
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::storage {

struct S3Metadata {
    struct Part {
        std::uint64_t size = 0;
        std::string key; ///< the whole one
        bool operator==(const Part&) const = default;
    };
    unsigned version = 3;
    std::vector<Part> parts;
    std::uint64_t more_links = 0;
    bool is_read_only = false;
    std::string inline_data; ///< the content of a small file, where there are no parts

    std::uint64_t size() const noexcept; ///< of the content
};

inline constexpr unsigned newest_metadata_version = 5;

/// `prefix`: of keys that are not whole. Throws Error(bad_input) without the file's name.
S3Metadata parse_s3_metadata(std::string_view text, const std::string& prefix);

/// Version 5 where a key does not begin with `prefix`, whatever the struct says.
std::string s3_metadata_text(const S3Metadata& metadata, const std::string& prefix);

} // namespace keeperfs::storage
