#pragma once
// From files to a Configuration, as ClickHouse's ConfigProcessor does it
// (src/Common/Config/ConfigProcessor.cpp, commit 7fcabc52acb1).
#include "keeperfs/config/configuration.h"
#include "keeperfs/io/filesystem.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace keeperfs::config {

struct LoadOptions {
    /// The value of a variable; without a function none is set.
    std::function<std::optional<std::string>(const std::string&)> environment;
    /// A missing source of a substitution is an Error, as with --throw-on-bad-incl, and not a finding.
    bool strict_substitutions = false;
    /// A missing include_from file is an Error, as a server has it.
    bool strict_include_from = true;
    /// The text of a variable is parsed as XML, as all releases up to 26.9 do it; false: it is plain text.
    bool environment_is_xml = true;
    /// Substitutions are read from here if the configuration names no include_from and this file exists.
    std::string default_include_from = "/etc/metrika.xml";
    io::FileSystem* files = &io::FileSystem::system();

    struct Limits {
        std::uint64_t file_bytes = std::uint64_t{64} << 20;
        std::uint64_t all_bytes = std::uint64_t{256} << 20; ///< of files and of what substitutions copy
        std::uint64_t nodes = 4'000'000;                    ///< elements, texts, comments
        std::uint32_t depth = 200;
    } limits;
};

/// Reads the main file and those that a server would merge into it. Throws Error(bad_input), with file and
/// line, where a server would not start, and where a limit is passed.
KEEPERFS_EXPORT Configuration load_configuration(const std::filesystem::path& main_file,
                                                 const LoadOptions& options);

} // namespace keeperfs::config
