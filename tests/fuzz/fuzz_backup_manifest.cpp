// Input: the document of a manifest.
#include "fuzz/fuzz_target.h"

#include "keeperfs/backup/manifest.h"

namespace keeperfs::fuzz {

void run_one(Bytes bytes) {
    try {
        const backup::Manifest manifest = backup::decode_manifest(as_text(bytes));
        const std::string text = backup::encode_manifest(manifest);
        require(backup::encode_manifest(backup::decode_manifest(text)) == text,
                "a manifest changes when it is written");
        for (const backup::BackupFile& file : manifest.files)
            require(file.name.find('/') == std::string::npos && file.name != ".." &&
                        file.object.find('/') == std::string::npos && file.object.starts_with("data_"),
                    "a name leads out of its directory");
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::bad_input, "an error of the wrong kind");
    }
}

} // namespace keeperfs::fuzz
