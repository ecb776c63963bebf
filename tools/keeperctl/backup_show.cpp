#include "backup_options.h"
#include "backup_report.h"
#include "commands.h"
#include "table.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

using namespace keeperfs;
using backup::BackupFile;
using backup::FileKind;
using backup::Manifest;

namespace {

constexpr CommandText text{"show", "What one backup holds, file by file",
                           R"(  keeperctl backup show /backup/keeper
  keeperctl backup show /backup/keeper 20261128T140503Z-1f2e3d4c --format json)"};

struct Options {
    StoreOptions store;
    std::string id;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        store.add_to(app);
        app.add_option("ID", id, "Which backup; default the newest")->type_name("");
        console.add_to(app);
    }
};

bool has_records(const BackupFile& file) {
    return file.kind == FileKind::log || file.kind == FileKind::snapshot;
}

void add_file(JsonWriter& json, const BackupFile& file) {
    json.begin_object()
        .member("kind", backup::name_of(file.kind))
        .member("name", file.name)
        .member("size", file.size)
        .member("content_id", file.content_id)
        .member("object", file.object)
        .member("stored_size", file.stored_size)
        .member("stored_sha256", file.stored_sha256);
    if (has_records(file))
        json.member("first_index", file.first_index)
            .member("last_index", file.last_index)
            .member("first_term", file.first_term)
            .member("last_term", file.last_term);
    if (has_records(file) && file.zxid != 0)
        json.member("zxid", hex(file.zxid));
    if (file.kind == FileKind::snapshot)
        json.member("nodes", file.nodes);
    if (file.digest)
        json.member("digest", hex(*file.digest));
    json.end_object();
}

std::string to_json(const Manifest& manifest) {
    JsonWriter json;
    json.begin_object().member("format_version", 1);
    add_manifest(json, manifest);
    json.key("files").begin_array();
    for (const BackupFile& file : manifest.files)
        add_file(json, file);
    json.end_array().end_object();
    return std::string(json.view()) + "\n";
}

std::string to_text(const Manifest& manifest, bool colored) {
    TextReport out(colored);
    out.heading("Backup " + manifest.id);
    add_manifest(out, manifest);
    out.heading("Files");
    std::vector<TableRow> rows;
    for (const BackupFile& file : manifest.files)
        rows.push_back({backup::name_of(file.kind), escaped(file.name),
                        has_records(file) ? std::to_string(file.first_index) : "",
                        has_records(file) ? std::to_string(file.last_index) : "", size_text(file.size),
                        size_text(file.stored_size)});
    out.rows({"KIND", "NAME", "FIRST", "LAST", "SIZE", "STORED"}, rows, "llrrrr");
    add_findings(out, manifest.findings);
    return out.text();
}

int run(const Options& options) {
    const StoreOptions::Opened opened = options.store.open();
    std::string id = options.id;
    if (id.empty()) {
        const auto listed = opened.store->list();
        if (listed.empty())
            throw Error(ErrorKind::bad_input, "there is no backup here").file(options.store.where());
        id = listed.back().id;
    }
    if (!backup::is_backup_id(id))
        throw Error(ErrorKind::usage, fmt::format("{} is no id of a backup", escaped(id)))
            .hint("keeperctl backup list shows them.");
    const Manifest manifest = opened.store->read(id);
    if (options.console.format == "json")
        console::print_json(to_json(manifest));
    else if (!options.console.quiet)
        console::print(to_text(manifest, options.console.colored()));
    return 0;
}

} // namespace

void add_backup_show(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
