#pragma once
// What every command that writes a snapshot from another one has in common.
#include "console/console.h"
#include "options/snapshot_format_options.h"
#include "snapshot_input.h"

#include "keeperfs/convert/snapshot_rewrite.h"

#include <string>
#include <vector>

class RewriteOptions {
public:
    void add_to(CLI::App& app);
    /// Without edits. Throws Error(usage).
    keeperfs::convert::SnapshotRewriteOptions rewrite() const;

    console::ConsoleOptions console;

private:
    SnapshotArgument input_;
    options::SnapshotFormatOptions format_;
    std::string output_file_, output_dir_;
    std::vector<std::string> accepted_losses_;
    bool drop_orphans_ = false, force_ = false, dry_run_ = false;
};

/// Rewrites with a progress bar and prints the report.
int run_rewrite(const keeperfs::convert::SnapshotRewriteOptions& rewrite,
                const console::ConsoleOptions& console);
