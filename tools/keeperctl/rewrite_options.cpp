#include "rewrite_options.h"

#include "console/progress_bar.h"
#include "rewrite_report.h"

#include "keeperfs/base/error.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

using namespace keeperfs;
using convert::SnapshotRewriteOptions;

void RewriteOptions::add_to(CLI::App& app) {
    constexpr const char* where = "Where to write";
    constexpr const char* safety = "What is refused unless allowed";
    input_.add_file_to(app);
    app.add_option("--output", output_file_, "The file to write")->type_name("FILE")->group(where);
    app.add_option("--output-dir", output_dir_, "Or its directory: the name is snapshot_<index>.bin[.zstd]")
        ->type_name("DIR")
        ->group(where);
    format_.add_to(app, "What to write", {"that of FILE", "that of FILE", "that of FILE"});
    format_.add_threads_to(app, "What to write");
    std::vector<std::string> names(convert::loss_names.begin(), convert::loss_names.end());
    names.emplace_back("all");
    app.add_option("--accept-loss", accepted_losses_, "Go on although this is lost; repeatable")
        ->type_name(fmt::format("{}", fmt::join(names, "|")))
        ->check(CLI::IsMember(names).description(""))
        ->expected(1)
        ->take_all()
        ->group(safety);
    app.add_flag("--drop-orphans", drop_orphans_, "Leave out nodes whose parent is missing")->group(safety);
    app.add_flag("--force", force_, "Replace a file of the same name")->group(safety);
    app.add_flag("--dry-run", dry_run_, "Do all but write")->group(safety);
    console.add_to(app);
}

SnapshotRewriteOptions RewriteOptions::rewrite() const {
    SnapshotRewriteOptions options;
    options.input = input_.file();
    if (output_file_.empty() == output_dir_.empty())
        throw Error(ErrorKind::usage, output_file_.empty() ? "--output or --output-dir is missing"
                                                           : "give --output or --output-dir, not both");
    options.output_file = output_file_;
    options.output_dir = output_dir_;
    const auto format = format_.chosen();
    options.snapshot_version = format.snapshot_version;
    options.digest_version = format.digest_version;
    if (format.snapshot_version && format.digest_version)
        options::check_digest_version(*format.digest_version, *format.snapshot_version);
    options.codec = format.codec;
    options.compression_level = format_.compression_level();
    options.threads = format_.threads();
    for (std::size_t i = 0; i < convert::loss_names.size(); ++i)
        for (const std::string& name : accepted_losses_)
            if (name == convert::loss_names[i] || name == "all")
                options.accepted_losses.insert(static_cast<convert::Loss>(i));
    options.drop_orphans = drop_orphans_;
    options.force = force_;
    options.dry_run = dry_run_;
    return options;
}

int run_rewrite(const SnapshotRewriteOptions& rewrite, const console::ConsoleOptions& console) {
    io::Meter meter;
    convert::SnapshotRewriteReport report;
    {
        const console::ProgressBar bar(meter, console.shows_progress());
        report = convert::rewrite_snapshot(io::FileSystem::system(), rewrite, &meter);
    }
    if (console.format == "json")
        console::print(convert::to_json(report));
    else if (!console.quiet)
        console::print(to_text(report, console));
    return 0;
}
