#include "node_argument.h"

#include "command.h"

#include "keeperfs/base/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <charconv>

using keeperfs::Error;
using keeperfs::ErrorKind;

namespace {

std::string unescaped(std::string_view typed) {
    std::string out;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        const std::string_view rest = typed.substr(i);
        unsigned byte = 0;
        if (rest.starts_with("\\\\")) {
            out += '\\';
            ++i;
        } else if (rest.starts_with("\\x") && rest.size() >= 4 &&
                   std::from_chars(rest.data() + 2, rest.data() + 4, byte, 16).ptr == rest.data() + 4) {
            out += static_cast<char>(byte);
            i += 3;
        } else {
            out += rest[0];
        }
    }
    return out;
}

} // namespace

void NodeArgument::add_to(CLI::App& app) {
    app.add_option("PATH", typed, "The path of a znode, as it is printed")->type_name("")->required();
}

void NodeArgument::add_optional_to(CLI::App& app) {
    app.add_option("PATH", typed, "The path of a znode, as it is printed; default the root")->type_name("");
}

std::string NodeArgument::path() const {
    std::string path = unescaped(typed);
    if (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    if (!path.starts_with('/') || path.find("//") != std::string::npos)
        throw Error(
            ErrorKind::usage,
            fmt::format("{} is no path of a znode: it begins with a slash, and has a name behind each",
                        keeperfs::escaped(path)));
    return path;
}

int no_such_node(const SnapshotInput& input, const std::string& path) {
    console::print_message(fmt::format("keeperctl: there is no node {} in {}\n", keeperfs::escaped(path),
                                       keeperfs::escaped(input.name())));
    return not_well;
}
