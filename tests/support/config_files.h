#pragma once
#include "support/memory_filesystem.h"

#include "keeperfs/config/load.h"

#include <map>
#include <string>

namespace keeperfs::test {

/// Names below the directory "etc" -> content.
using ConfigFiles = std::map<std::string, std::string>;
using Environment = std::map<std::string, std::string>;

/// How load_config() reads, where it is not as usual.
struct ConfigReading {
    std::string main = "k.xml";
    Environment environment = {};
    bool strict = false;
    config::LoadOptions::Limits limits = {};
};

/// Reads "etc/<main>" among these files, from memory.
inline config::Configuration load_config(const ConfigFiles& files, const ConfigReading& how = {}) {
    MemoryFileSystem memory;
    memory.make_directory("etc");
    for (const auto& [name, content] : files) {
        for (std::size_t slash = name.find('/'); slash != std::string::npos;
             slash = name.find('/', slash + 1))
            memory.make_directory("etc/" + name.substr(0, slash));
        memory.put("etc/" + name, content);
    }
    config::LoadOptions options;
    options.files = &memory;
    options.default_include_from = "etc/metrika.xml";
    options.strict_substitutions = how.strict;
    options.limits = how.limits;
    options.environment = [&](const std::string& name) -> std::optional<std::string> {
        const auto found = how.environment.find(name);
        return found == how.environment.end() ? std::nullopt : std::optional(found->second);
    };
    return config::load_configuration("etc/" + how.main, options);
}
inline config::Configuration load_config(const ConfigFiles& files, const std::string& main,
                                         const Environment& environment = {}, bool strict = false) {
    return load_config(files, ConfigReading{main, environment, strict});
}

/// Codes of its findings, in order, with a blank between.
inline std::string codes_of(const config::Configuration& config) {
    std::string codes;
    for (const Finding& finding : config.findings())
        codes += (codes.empty() ? "" : " ") + finding.code;
    return codes;
}

} // namespace keeperfs::test
