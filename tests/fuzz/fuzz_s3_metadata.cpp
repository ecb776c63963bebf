// Input: a local metadata file of a disk of type s3.
#include "fuzz/fuzz_target.h"
#include "storage/s3_metadata.h"

#include "keeperfs/base/error.h"

namespace keeperfs::fuzz {

void run_one(Bytes bytes) {
    const std::string prefix = "p/";
    try {
        const storage::S3Metadata metadata = storage::parse_s3_metadata(as_text(bytes), prefix);
        require(metadata.parts.size() <= bytes.size(), "more objects than the file can name");
        const std::string text = storage::s3_metadata_text(metadata, prefix);
        const storage::S3Metadata again = storage::parse_s3_metadata(text, prefix);
        require(again.parts == metadata.parts, "other objects when written and read again");
        require(again.size() == metadata.size(), "another size when written and read again");
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::bad_input, "another kind of failure");
    }
}

} // namespace keeperfs::fuzz
