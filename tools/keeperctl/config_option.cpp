#include "config_option.h"

#include "config_input.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/keeper_directories.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

using namespace keeperfs;
using config::KeeperSettings;
using config::StoragePlace;

namespace {

/// One directory is read; a disk for the newest file, or an old one, would hold a part of the whole.
std::string only_directory(const KeeperSettings& settings, const std::string& file, const StoragePlace& place,
                           const StoragePlace& latest, const std::vector<StoragePlace>& old) {
    const std::string directory = config::directory_of(settings, place, file);
    std::vector<StoragePlace> others = old;
    others.push_back(latest);
    for (const StoragePlace& other : others)
        if (const std::string also = config::directory_of(settings, other, file); also != directory)
            throw Error(ErrorKind::refused,
                        fmt::format("the files lie in {} and in {}, and one directory is read",
                                    escaped(directory), escaped(also)))
                .file(file)
                .hint("Copy them into one directory, and name that.");
    return directory;
}

/// With --config the first word is no file, but the path behind it.
void move_path_up(CLI::App& app, const char* replaced, bool path_was_required) {
    CLI::Option* const file = app.get_option(replaced);
    CLI::Option* const path = app.get_option_no_throw("PATH");
    if (file->count() > 0) {
        if (path == nullptr || path->count() > 0)
            throw Error(ErrorKind::usage, fmt::format("give {} or --config, not both", replaced));
        path->add_result(file->results().front());
        path->run_callback();
    }
    if (path != nullptr && path->count() == 0 && path_was_required)
        throw CLI::RequiredError("PATH");
}

} // namespace

void ConfigOption::add_to(CLI::App& app, const char* replaced) {
    const auto path_was_required = std::make_shared<bool>(false);
    app.add_option_function<std::string>(
           "--config",
           [this, &app, replaced, path_was_required](const std::string& given) {
               file = given;
               app.get_option(replaced)->required(false);
               if (CLI::Option* const path = app.get_option_no_throw("PATH")) {
                   *path_was_required = *path_was_required || path->get_required();
                   path->required(false);
               }
           },
           "Take the directories that this configuration of a server names")
        ->type_name("FILE")
        ->trigger_on_parse()
        ->group("What to read");
    app.parse_complete_callback([this, &app, replaced, path_was_required] {
        if (is_given())
            move_path_up(app, replaced, *path_was_required);
    });
}

std::string ConfigOption::log_dir() const {
    const KeeperSettings settings = read_keeper_configuration(file);
    return only_directory(settings, file, settings.logs, settings.latest_log, settings.old_logs);
}

std::string ConfigOption::snapshot_dir() const {
    const KeeperSettings settings = read_keeper_configuration(file);
    return only_directory(settings, file, settings.snapshots, settings.latest_snapshot,
                          settings.old_snapshots);
}

std::string ConfigOption::state_file() const {
    const KeeperSettings settings = read_keeper_configuration(file);
    return io::join(config::directory_of(settings, settings.state, file), "state");
}
