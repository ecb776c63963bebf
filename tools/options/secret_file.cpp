#include "options/secret_file.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/io/window.h"

#include <fmt/format.h>

namespace options {

std::string secret_from_file(const char* option, const std::string& path) {
    using namespace keeperfs;
    constexpr std::size_t longest = 4096;
    io::FileSource file(io::FileSystem::system(), path);
    io::Window window(file);
    const std::string_view begun = as_text(window.want(longest));
    const std::string_view line = begun.substr(0, begun.find_first_of("\r\n"));
    if (line.empty())
        throw Error(ErrorKind::usage, fmt::format("{}: the first line is empty", option)).file(path);
    return std::string(line);
}

} // namespace options
