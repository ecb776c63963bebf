#pragma once
#include "keeperfs/keeper/releases.h"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace options {

/// The release that is asked about: --server-version, the same in every command that has it.
class ServerVersionOption {
public:
    explicit ServerVersionOption(const char* name = "--server-version") : name_(name) {}
    void add_to(CLI::App& app, const char* group, const char* description);

    bool is_given() const noexcept { return !given_.empty(); }
    /// nullopt: not given. Throws Error(usage) for what is no release.
    std::optional<keeperfs::keeper::Release> release() const;

private:
    const char* name_;
    std::string given_;
};

} // namespace options
