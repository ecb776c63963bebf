#pragma once
// What an ETag says of an object's content, where the server has not encrypted it.
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::storage {

/// Of an object that was sent in one piece.
bool is_md5(std::string_view etag);
/// Of one that was sent in parts, by theirs: the MD5 of their MD5s, and how many there are. Not in the
/// documentation of S3, but what AWS and other servers do. Empty: the parts' ETags are no MD5s.
std::string etag_of_parts(const std::vector<std::string>& etags);

} // namespace keeperfs::storage
