#include "commands.h"
#include "rewrite_options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

using namespace keeperfs;

namespace {

constexpr CommandText text{
    "rewrite", "Write a snapshot in another version or codec, or with parts of its tree changed",
    R"(  keeperctl snapshot rewrite snapshot_12.bin.zstd --for-keeper 24.3 --output-dir /tmp/new
  keeperctl snapshot rewrite snapshot_12.bin.zstd --drop-path /jobs --output new.bin.zstd --dry-run
  keeperctl snapshot rewrite snapshot_12.bin.zstd --rename-path /old=/new \
      --set-acl-recursive /new=world:anyone:cdrwa --output new.bin.zstd)"};

struct Options {
    RewriteOptions common;
    convert::SnapshotEdits edits;
    std::vector<std::string> acls, acls_below, renames;

    void add_to(CLI::App& app) {
        constexpr const char* group = "What to change; paths are those of FILE, options repeatable";
        const auto add = [&](const char* name, std::vector<std::string>& into, const char* type,
                             const char* what) {
            app.add_option(name, into, what)->type_name(type)->expected(1)->take_all()->group(group);
        };
        add("--drop-path", edits.drop_paths, "PATH", "Leave out this node and all below it");
        add("--keep-path", edits.keep_paths, "PATH", "Leave out all but these, what is below, and above");
        add("--rename-path", renames, "OLD=NEW", "Give this node and all below it another path");
        add("--set-acl", acls, "PATH=ACL", "Such as /a=digest:USER:HASH:cdrwa,world:anyone:r");
        add("--set-acl-recursive", acls_below, "PATH=ACL", "The same for all below as well");
        common.add_to(app);
    }
};

void add_acls(convert::SnapshotEdits& edits, const std::vector<std::string>& texts, bool recursive) {
    for (const std::string& typed : texts) {
        auto edit = convert::parse_acl_edit(typed);
        if (!edit)
            throw Error(
                ErrorKind::usage,
                fmt::format("{}: {} is not PATH=world:anyone[:PERMS] or PATH=digest:USER:HASH[:PERMS], "
                            "or several of these with commas",
                            recursive ? "--set-acl-recursive" : "--set-acl", escaped(typed)));
        edit->recursive = recursive;
        edits.acls.push_back(std::move(*edit));
    }
}

int run(const Options& options) {
    convert::SnapshotRewriteOptions rewrite = options.common.rewrite();
    rewrite.edits = options.edits;
    add_acls(rewrite.edits, options.acls, false);
    add_acls(rewrite.edits, options.acls_below, true);
    for (const std::string& typed : options.renames) {
        auto edit = convert::parse_rename_edit(typed);
        if (!edit)
            throw Error(ErrorKind::usage, fmt::format("--rename-path: {} is not /OLD=/NEW", escaped(typed)));
        rewrite.edits.renames.push_back(std::move(*edit));
    }
    return run_rewrite(rewrite, options.common.console);
}

} // namespace

void add_snapshot_rewrite(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
