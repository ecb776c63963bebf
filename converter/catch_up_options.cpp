#include "catch_up_options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <utility>

using keeperfs::Error;
using keeperfs::ErrorKind;

namespace {

constexpr const char* where = "Where to read and write";
constexpr const char* running = "How to run";

} // namespace

void CatchUpOptions::add_to(CLI::App& app) {
    app.add_option("--catch-up-file", job_.catch_up_file, "What the bulk conversion wrote besides (required)")
        ->type_name("FILE")
        ->group(where);
    app.add_option("--bulk-snapshot", job_.bulk_snapshot,
                   "The bulk conversion's snapshot, where it was moved since")
        ->type_name("FILE")
        ->group(where);
    app.add_option("--zookeeper-logs-dir", job_.logs_dir, "Where the files log.<zxid> lie (required)")
        ->type_name("DIR")
        ->group(where);
    app.add_option("--zookeeper-snapshots-dir", job_.snapshots_dir,
                   "Where the files snapshot.<zxid> lie, often the same (required)")
        ->type_name("DIR")
        ->group(where);
    app.add_option("--output-dir", job_.output_dir, "Keeper's snapshot directory (required)")
        ->type_name("DIR")
        ->group(where);
    app.add_flag("--force", job_.force, "Write beside a Keeper's newer files; replace one of the same name")
        ->group(running);
    app.add_flag("--dry-run", job_.dry_run, "Do all but write")->group(running);
    format_.add_threads_to(app, running);
    app.add_option("--memory-limit", memory_limit_, "Refuse early what needs more memory, for example 4GiB")
        ->type_name("SIZE")
        ->group(running);
    console.add_to(app);
    app.add_option("--report", report_file, "Write the report as JSON to this file too")
        ->type_name("FILE")
        ->group("Output");
}

keeperfs::convert::CatchUpOptions CatchUpOptions::job() const {
    keeperfs::convert::CatchUpOptions job = job_;
    for (const auto& [name, value] :
         {std::pair("--catch-up-file", job.catch_up_file), std::pair("--zookeeper-logs-dir", job.logs_dir),
          std::pair("--zookeeper-snapshots-dir", job.snapshots_dir),
          std::pair("--output-dir", job.output_dir)})
        if (value.empty())
            throw Error(ErrorKind::usage, fmt::format("{} is missing", name));
    job.threads = format_.threads();
    if (!memory_limit_.empty()) {
        const auto limit = keeperfs::parse_size(memory_limit_);
        if (!limit)
            throw Error(ErrorKind::usage, fmt::format("--memory-limit: {} is not a size such as 4GiB",
                                                      keeperfs::escaped(memory_limit_)));
        job.memory_limit = *limit;
    }
    return job;
}
