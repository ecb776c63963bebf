#include "options/server_version_option.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace options {

void ServerVersionOption::add_to(CLI::App& app, const char* group, const char* description) {
    app.add_option(name_, given_, description)->type_name("RELEASE")->group(group);
}

std::optional<keeperfs::keeper::Release> ServerVersionOption::release() const {
    if (!is_given())
        return std::nullopt;
    const auto release = keeperfs::keeper::parse_release(given_);
    if (!release)
        throw keeperfs::Error(keeperfs::ErrorKind::usage, fmt::format("{}: {} is no release, such as 24.8",
                                                                      name_, keeperfs::escaped(given_)));
    return release;
}

} // namespace options
