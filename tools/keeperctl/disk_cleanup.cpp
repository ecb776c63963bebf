#include "commands.h"
#include "console/consent.h"
#include "console/console.h"
#include "console/progress_bar.h"
#include "disk_options.h"
#include "disk_plan_report.h"
#include "text_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/migrate/cleanup.h"
#include "keeperfs/migrate/cleanup_objects.h"

using namespace keeperfs;
using migrate::CleanupPlan;
using migrate::JudgedObject;
using migrate::Layout;

namespace {

constexpr CommandText text{
    "cleanup", "Removes markers, doubles and leftovers that are proven useless",
    R"(  keeperctl disk cleanup --config /etc/clickhouse-keeper/keeper_config.xml --dry-run
  keeperctl disk cleanup --config /etc/clickhouse-keeper/keeper_config.xml --yes)"};

struct Options {
    DiskOptions disks;
    StoppedServer server;
    bool no_other_disk = false, dry_run = false, yes = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        disks.add_to(app);
        app.add_flag(
               "--no-other-disk", no_other_disk,
               "No other disk, of this or another server, has objects under the same endpoints: doubles that "
               "no file leads to go, too")
            ->group("Safety");
        app.add_flag("--dry-run", dry_run, "Say what would go, and remove nothing")->group("Safety");
        server.add_to(app);
        app.add_flag("--yes", yes, "Do not ask")->group("Safety");
        console.add_to(app);
    }
};

struct Useless {
    CleanupPlan files;
    std::vector<JudgedObject> objects;

    std::vector<std::string> to_remove(const Layout& layout) const {
        std::vector<std::string> places;
        for (const migrate::Removal& removal : files.removals)
            places.push_back(layout.file(removal.place, removal.name));
        for (const JudgedObject& judged : objects)
            if (judged.is_useless)
                places.push_back(judged.object.where());
        return places;
    }
    bool leaves_something() const {
        return !files.kept.empty() || !std::ranges::all_of(objects, &JudgedObject::is_useless);
    }
};

void add_objects(TextReport& out, const std::vector<JudgedObject>& objects, const Options& options) {
    std::uint64_t unjudged = 0, bytes = 0;
    for (const JudgedObject& judged : objects) {
        if (judged.is_useless)
            out.row(options.dry_run ? "would go" : "gone", "{}: {}", escaped(judged.object.where()),
                    judged.reason);
        else if (options.no_other_disk)
            out.row(out.styled("stays", console::Style::yellow), "{}: {}", escaped(judged.object.where()),
                    judged.reason);
        else {
            ++unjudged;
            bytes += judged.object.entry.size;
        }
    }
    if (unjudged > 0)
        out.row(
            out.styled("stays", console::Style::yellow),
            "{}, {}, to which no file of these disks leads (\"disk list\" names them): another disk's may. "
            "--no-other-disk says that there is none.",
            counted(unjudged, "object", "objects"), size_text(bytes));
}

std::string to_text(const Layout& layout, const Useless& useless, const Options& options) {
    TextReport out(options.console.colored());
    const CleanupPlan& plan = useless.files;
    for (const migrate::Removal& removal : plan.removals)
        out.row(options.dry_run ? "would go" : "gone", "{}: {}",
                escaped(layout.file(removal.place, removal.name)), removal.reason);
    for (const migrate::Kept& kept : plan.kept)
        out.row(out.styled("stays", console::Style::yellow), "{}: {}",
                escaped(layout.file(kept.place, kept.name)), kept.reason);
    add_objects(out, useless.objects, options);
    if (useless.to_remove(layout).empty())
        out.paragraph("There is nothing to remove.");
    return out.text();
}

std::string to_json(const Layout& layout, const Useless& useless, bool dry_run) {
    const CleanupPlan& plan = useless.files;
    JsonWriter json;
    json.begin_object().member("format_version", 1).member("dry_run", dry_run);
    add_places(json, layout);
    json.key("removed").begin_array();
    for (const migrate::Removal& removal : plan.removals)
        json.begin_object()
            .member("name", removal.name)
            .member("place", layout.places[removal.place].name)
            .member("bytes", removal.bytes)
            .member("reason", removal.reason)
            .end_object();
    json.end_array().key("kept").begin_array();
    for (const migrate::Kept& kept : plan.kept)
        json.begin_object()
            .member("name", kept.name)
            .member("place", layout.places[kept.place].name)
            .member("reason", kept.reason)
            .end_object();
    json.end_array();
    for (const bool is_useless : {true, false}) {
        json.key(is_useless ? "removed_objects" : "kept_objects").begin_array();
        for (const JudgedObject& judged : useless.objects)
            if (judged.is_useless == is_useless)
                json.begin_object()
                    .member("object", judged.object.where())
                    .member("place", layout.places[judged.object.place].name)
                    .member("bytes", judged.object.entry.size)
                    .member("reason", judged.reason)
                    .end_object();
        json.end_array();
    }
    json.end_object();
    return std::string(json.view()) + "\n";
}

int run(const Options& options) {
    const Layout layout = options.disks.layout();
    const recover::HeldLocks locks = options.server.hold(layout, options.disks);
    Useless useless;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        const migrate::Inventory inventory = migrate::take_inventory(io::FileSystem::system(), layout);
        useless = {migrate::plan_cleanup(layout, inventory, &meter),
                   migrate::judge_objects(layout, inventory,
                                          options.no_other_disk ? migrate::OtherDisks::excluded
                                                                : migrate::OtherDisks::possible,
                                          &meter)};
    }
    if (const std::vector<std::string> places = useless.to_remove(layout);
        !places.empty() && !options.dry_run) {
        console::require_consent(options.yes,
                                 fmt::format("{} will be removed: {}{}.",
                                             counted(places.size(), "file", "files"), escaped(places.front()),
                                             places.size() > 1 ? " and others" : ""),
                                 layout.places.front().name);
        migrate::clean_up(layout, useless.files);
        migrate::remove_useless(layout, useless.objects);
    }
    if (options.console.format == "json")
        console::print_json(to_json(layout, useless, options.dry_run));
    else if (!options.console.quiet)
        console::print(to_text(layout, useless, options));
    return useless.leaves_something() ? not_well : 0;
}

} // namespace

void add_disk_cleanup(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
