// Input: an XML file.
#include "fuzz/config_load.h"
#include "fuzz/fuzz_target.h"

namespace keeperfs::fuzz {

void run_one(Bytes bytes) {
    if (const auto config = load_config({{"k.xml", std::string(as_text(bytes))}}))
        check_keys(*config);
}

} // namespace keeperfs::fuzz
