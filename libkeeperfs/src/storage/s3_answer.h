#pragma once
// What S3 answers in XML. Whatever a peer sends ends as a value or as an Error.
#include "keeperfs/storage/disk.h"

#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::storage {

/// Empty where the answer is no error's, or no XML.
struct S3Refusal {
    std::string code, message;
};
S3Refusal read_s3_refusal(std::string_view xml);

/// A page of ListObjectsV2.
struct S3Page {
    std::vector<Entry> objects; ///< whole keys, as the server sorts them
    std::string next;           ///< the token of the next page; empty: it was the last
};
S3Page read_s3_page(std::string_view xml);

/// The text of the answer's element of that name, which must be there.
std::string read_s3_member(std::string_view xml, const char* name);

} // namespace keeperfs::storage
