#include "duration_option.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

using namespace keeperfs;

std::chrono::milliseconds duration_option(const char* option, const std::string& typed) {
    const auto parsed = parse_duration(typed);
    if (!parsed || parsed->count() == 0)
        throw Error(ErrorKind::usage, fmt::format("{}: {} is no duration", option, escaped(typed)))
            .hint("Say it as 500ms, 10s or 2m.");
    return *parsed;
}
