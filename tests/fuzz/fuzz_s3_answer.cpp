// Input: what an S3 server answers in XML.
#include "fuzz/fuzz_target.h"
#include "storage/s3_answer.h"

#include "keeperfs/base/error.h"

namespace keeperfs::fuzz {

void run_one(Bytes bytes) {
    const std::string_view xml = as_text(bytes);
    storage::read_s3_refusal(xml);
    try {
        const storage::S3Page page = storage::read_s3_page(xml);
        for (const storage::Entry& object : page.objects)
            require(!object.name.empty(), "an object without a name");
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::unreachable, "another kind of failure");
    }
    try {
        require(!storage::read_s3_member(xml, "UploadId").empty(), "a member without a text");
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::unreachable, "another kind of failure");
    }
}

} // namespace keeperfs::fuzz
