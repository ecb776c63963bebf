#pragma once
#include "console/console.h"
#include "options/snapshot_format_options.h"

#include "keeperfs/convert/catch_up.h"

#include <CLI/CLI.hpp>

#include <string>

/// The command line of keeper-converter catch-up.
class CatchUpOptions {
public:
    void add_to(CLI::App& app);
    /// Throws keeperfs::Error(usage) for values that cannot be meant.
    keeperfs::convert::CatchUpOptions job() const;

    console::ConsoleOptions console;
    std::string report_file;

private:
    keeperfs::convert::CatchUpOptions job_;
    options::SnapshotFormatOptions format_; ///< the threads of it
    std::string memory_limit_;
};
