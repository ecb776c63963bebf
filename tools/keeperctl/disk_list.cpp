#include "commands.h"
#include "console/console.h"
#include "disk_options.h"
#include "disk_plan_report.h"
#include "text_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/migrate/inventory.h"
#include "keeperfs/migrate/unnamed_objects.h"

using namespace keeperfs;
using migrate::Inventory;
using migrate::Layout;
using migrate::StoredFile;
using migrate::UnnamedObject;

namespace {

constexpr CommandText text{"list", "What lies on which disk: files, sizes, indices, markers, doubles",
                           R"(  keeperctl disk list --config /etc/clickhouse-keeper/keeper_config.xml
  keeperctl disk list --from /old/log --to /new/log --format json)"};

struct Options {
    DiskOptions disks;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        disks.add_to(app);
        console.add_to(app);
    }
};

bool is_double(const Inventory& inventory, const StoredFile& file) {
    return file.kind != migrate::FileKind::state && inventory.copies(file.kind, file.name).size() > 1;
}

std::string indices_of(const StoredFile& file) {
    switch (file.kind) {
    case migrate::FileKind::log:
        return fmt::format("{} to {}", file.from, file.to);
    case migrate::FileKind::snapshot:
        return fmt::format("{}", file.from);
    case migrate::FileKind::state:
        break;
    }
    return "";
}

std::string remark_on(const Inventory& inventory, const StoredFile& file) {
    std::string remark = file.has_marker ? "marker: a server deletes it" : "";
    if (is_double(inventory, file))
        remark += remark.empty() ? "double" : ", double";
    return remark;
}

/// A bucket may be shared with servers that have very many of them.
constexpr std::size_t most_objects_shown = 20;

void add_objects(TextReport& out, const std::vector<UnnamedObject>& objects) {
    if (objects.empty())
        return;
    out.heading("Objects to which no file of these disks leads");
    std::vector<TableRow> rows;
    std::uint64_t bytes = 0;
    for (const UnnamedObject& object : objects) {
        bytes += object.entry.size;
        if (rows.size() < most_objects_shown)
            rows.push_back(
                {escaped(object.where()), size_text(object.entry.size), time_text(object.entry.modified_ms)});
    }
    out.rows({"object", "size", "written"}, rows, "lrl");
    out.paragraph(
        fmt::format("{}, {}{}. Another server's disk may lead to them; \"disk cleanup\" removes what is "
                    "proven useless.",
                    counted(objects.size(), "object", "objects"), size_text(bytes),
                    objects.size() > rows.size() ? ", of which the first are shown" : ""));
}

std::string to_text(const Layout& layout, const Inventory& inventory,
                    const std::vector<UnnamedObject>& objects, bool colored) {
    TextReport out(colored);
    for (std::size_t place = 0; place < layout.places.size(); ++place) {
        out.heading(fmt::format("{} ({})", escaped(layout.places[place].name),
                                escaped(layout.places[place].disk->place(""))));
        std::vector<TableRow> rows;
        for (const StoredFile& file : inventory.files)
            if (file.place == place)
                rows.push_back({escaped(file.name), name_of(file.kind), size_text(file.bytes),
                                indices_of(file), remark_on(inventory, file)});
        for (const auto& [list, remark] : {std::pair(&inventory.lone_markers, "marker beside no file"),
                                           std::pair(&inventory.leftovers, "unfinished, of a run that died"),
                                           std::pair(&inventory.foreign, "no server looks for it here")})
            for (const migrate::OtherFile& file : *list)
                if (file.place == place)
                    rows.push_back({escaped(file.name), "", size_text(file.bytes), "", remark});
        if (rows.empty())
            out.row("", "no files");
        else
            out.rows({"file", "kind", "size", "indices", ""}, rows, "llrll");
    }
    add_objects(out, objects);
    return out.text();
}

void add_others(JsonWriter& json, const char* name, const Layout& layout,
                const std::vector<migrate::OtherFile>& files) {
    json.key(name).begin_array();
    for (const migrate::OtherFile& file : files)
        json.begin_object()
            .member("name", file.name)
            .member("place", layout.places[file.place].name)
            .member("bytes", file.bytes)
            .end_object();
    json.end_array();
}

std::string to_json(const Layout& layout, const Inventory& inventory,
                    const std::vector<UnnamedObject>& objects) {
    JsonWriter json;
    json.begin_object().member("format_version", 1);
    add_places(json, layout);
    json.key("files").begin_array();
    for (const StoredFile& file : inventory.files) {
        json.begin_object()
            .member("kind", name_of(file.kind))
            .member("name", file.name)
            .member("place", layout.places[file.place].name)
            .member("bytes", file.bytes);
        if (file.kind != migrate::FileKind::state)
            json.member("first_index", file.from).member("last_index", file.to);
        json.member("has_marker", file.has_marker)
            .member("is_double", is_double(inventory, file))
            .end_object();
    }
    json.end_array();
    add_others(json, "lone_markers", layout, inventory.lone_markers);
    add_others(json, "leftovers", layout, inventory.leftovers);
    add_others(json, "foreign", layout, inventory.foreign);
    json.key("unnamed_objects").begin_array();
    for (const UnnamedObject& object : objects)
        json.begin_object()
            .member("object", object.where())
            .member("place", layout.places[object.place].name)
            .member("bytes", object.entry.size)
            .member("written", time_text(object.entry.modified_ms))
            .end_object();
    json.end_array().end_object();
    return std::string(json.view()) + "\n";
}

int run(const Options& options) {
    const Layout layout = options.disks.layout();
    const Inventory inventory = migrate::take_inventory(io::FileSystem::system(), layout);
    const std::vector<UnnamedObject> objects = migrate::find_unnamed_objects(layout);
    if (options.console.format == "json")
        console::print_json(to_json(layout, inventory, objects));
    else if (!options.console.quiet)
        console::print(to_text(layout, inventory, objects, options.console.colored()));
    return 0;
}

} // namespace

void add_disk_list(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
