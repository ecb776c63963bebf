// Input: files, each ended by a zero byte: the main file, the include file, the variable V, then overrides.
// Those that begin with "<" are XML.
#include "fuzz/config_load.h"
#include "fuzz/fuzz_target.h"

namespace keeperfs::fuzz {

namespace {

std::string taken(std::string_view& left) {
    const std::string_view file = left.substr(0, left.find('\0'));
    left.remove_prefix(std::min(file.size() + 1, left.size()));
    return std::string(file);
}

} // namespace

void run_one(Bytes bytes) {
    std::string_view left = as_text(bytes);
    test::ConfigFiles files{{"k.conf", taken(left)}, {"metrika.xml", taken(left)}};
    const std::string variable = taken(left);
    constexpr int most_files = 8;
    for (int i = 0; i < most_files && !left.empty(); ++i)
        files["k.d/" + std::to_string(i) + ".conf"] = taken(left);
    if (files["metrika.xml"].empty())
        files.erase("metrika.xml");
    if (const auto config = load_config(files, "k.conf", {{"V", variable}}))
        check_keys(*config);
}

} // namespace keeperfs::fuzz
