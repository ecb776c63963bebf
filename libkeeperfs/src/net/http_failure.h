#pragma once
// What libcurl reports, as this library's errors.
#include <string>

namespace keeperfs::net {

/// Throws what `code` (a CURLcode, not CURLE_OK) means for the transfer of `curl` (a CURL*); `text`: what
/// libcurl put into the error buffer.
[[noreturn]] void throw_http_failure(void* curl, int code, const std::string& text);

} // namespace keeperfs::net
