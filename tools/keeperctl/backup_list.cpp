#include "backup_options.h"
#include "backup_report.h"
#include "commands.h"
#include "table.h"

#include "keeperfs/base/text.h"

#include <algorithm>

using namespace keeperfs;
using backup::ListedBackup;

namespace {

constexpr CommandText text{"list", "Which backups there are",
                           R"(  keeperctl backup list /backup/keeper
  keeperctl backup list /backup/keeper --format json)"};

struct Options {
    StoreOptions store;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        store.add_to(app);
        console.add_to(app);
    }
};

std::string to_json(const std::vector<ListedBackup>& listed, const Options& options) {
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("store", options.store.where())
        .key("backups")
        .begin_array();
    for (const ListedBackup& backup : listed) {
        json.begin_object();
        if (backup.manifest)
            add_manifest(json, *backup.manifest);
        else
            json.member("id", backup.id).member("problem", backup.problem->finding());
        json.end_object();
    }
    json.end_array().end_object();
    return std::string(json.view()) + "\n";
}

std::string to_text(const std::vector<ListedBackup>& listed, const Options& options) {
    TextReport out(options.console.colored());
    if (listed.empty())
        return "There is no backup.\n";
    std::vector<TableRow> rows;
    for (const ListedBackup& backup : listed)
        if (backup.manifest)
            rows.push_back({backup.id, time_text(backup.manifest->created_ms),
                            std::to_string(backup.manifest->snapshot_index),
                            std::to_string(backup.manifest->last_index), size_text(backup.manifest->size()),
                            backup.manifest->is_good() ? "good" : "source not well"});
        else
            rows.push_back({backup.id, "", "", "", "", "manifest damaged"});
    out.rows({"ID", "MADE", "SNAPSHOT", "LAST RECORD", "SIZE", "STATE"}, rows, "llrrrl");
    return out.text();
}

int run(const Options& options) {
    const std::vector<ListedBackup> listed = options.store.open().store->list();
    if (options.console.format == "json")
        console::print_json(to_json(listed, options));
    else if (!options.console.quiet)
        console::print(to_text(listed, options));
    return std::ranges::all_of(listed, [](const ListedBackup& one) { return one.manifest.has_value(); })
               ? 0
               : not_well;
}

} // namespace

void add_backup_list(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
