#pragma once
#include "fuzz/fuzz_target.h"
#include "support/config_files.h"

#include <optional>

namespace keeperfs::fuzz {

/// Nothing where a server would not start; that is said with the file's name.
inline std::optional<config::Configuration> load_config(const test::ConfigFiles& files,
                                                        const std::string& main = "k.xml",
                                                        const test::Environment& environment = {}) {
    constexpr std::uint64_t nodes = 20'000, all_bytes = std::uint64_t{1} << 20;
    try {
        return test::load_config(files, {.main = main,
                                         .environment = environment,
                                         .strict = false,
                                         .limits = {.all_bytes = all_bytes, .nodes = nodes}});
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::bad_input, "an error of the wrong kind");
        require(error.file().has_value(), "an error without a file");
        return std::nullopt;
    }
}

/// What the tree lists is found by its key, and every value has a place.
inline void check_keys(const config::Configuration& config) {
    const auto is_plain = [](std::string_view key) {
        return key.find_first_of(".[") == std::string_view::npos;
    };
    for (const std::string& name : config.children("")) {
        if (!is_plain(name) || name.empty())
            continue; // YAML's keys may have dots and brackets, which no key can name
        const auto value = config.value(name);
        require(value.has_value(), "a child is not found");
        require(!value->origin.file.empty() && value->origin.line > 0, "a value without a place");
    }
    for (const config::Entry& entry : config.entries())
        for (const config::PastValue& past : entry.value.overrode)
            require(!past.origin.file.empty(), "an overridden value without a file");
    for (const Finding& finding : config.findings())
        require(!finding.file.empty() && !finding.message.empty(), "a finding says nothing");
}

} // namespace keeperfs::fuzz
