#include "commands.h"
#include "log_copy.h"

#include "keeperfs/base/text.h"
#include "keeperfs/inspect/log_rewrite.h"

#include <fmt/format.h>

using namespace keeperfs;

namespace {

constexpr CommandText text{
    "splice", "Writes the records of a range to a new changelog",
    R"(  keeperctl log splice LOGS --from 1200000 --to 1200999 --output changelog_1200000_1200999.bin)"};

struct Options {
    LogArgument logs;
    std::uint64_t from = 0, to = 0;
    std::string output;
    bool allow_gap = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        logs.add_to(app);
        app.add_option("--from", from, "The first index")->type_name("N")->required()->group("What to write");
        app.add_option("--to", to, "The last index")->type_name("N")->required()->group("What to write");
        app.add_option("--output", output, "The new file; .zstd at its end: compressed")
            ->type_name("FILE")
            ->required()
            ->group("Where to write");
        app.add_flag("--allow-gap", allow_gap, "Go on where an index is missing")
            ->group("What is refused unless allowed");
        console.add_to(app, {"text"});
    }
};

int run(const Options& options) {
    const auto name = keeper::parse_changelog_name(io::name_of(options.output));
    if (name && name->from != options.from)
        throw Error(ErrorKind::usage, fmt::format("a changelog that begins with index {} cannot be named {}",
                                                  options.from, escaped(io::name_of(options.output))))
            .hint("Servers take the first index from the name.");
    const bool progress = options.console.shows_progress();
    const LogCopy copy =
        plan_copy(options.logs.files(), options.from, options.to, options.allow_gap, progress);
    inspect::LogFileWriter writer(io::FileSystem::system(), options.output, codec_by_name(options.output));
    copy_records(copy, progress, [&](const keeper::ChangelogRecord& record) { writer.write(record); });
    const inspect::WrittenLog written = writer.commit();
    if (!options.console.quiet)
        console::print(fmt::format("{}: {}, {}\n", escaped(written.path),
                                   counted(written.records, "record", "records"), size_text(written.bytes)));
    return 0;
}

} // namespace

void add_log_splice(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
