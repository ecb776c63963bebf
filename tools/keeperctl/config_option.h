#pragma once
#include <string>

namespace CLI {
class App;
}

/// --config: the directories that a server's configuration names, instead of a positional argument.
struct ConfigOption {
    std::string file;

    /// `replaced`: the argument that is left out then, which is there already. Those behind it move up.
    void add_to(CLI::App& app, const char* replaced);

    bool is_given() const noexcept { return !file.empty(); }
    /// Each throws Error(refused) where the files lie on several disks, or on one that is not local.
    std::string log_dir() const;
    std::string snapshot_dir() const;
    std::string state_file() const;
};
