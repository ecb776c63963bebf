#include "config_option.h"

#include "config_input.h"
#include "options/s3_options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/keeper_directories.h"
#include "keeperfs/config/open_disk.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <vector>

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

/// nullopt: there are several, or one of them is no directory.
std::optional<std::string> only_local_directory(const KeeperSettings& settings, const std::string& file,
                                                const std::vector<StoragePlace>& places) {
    const auto first = config::local_directory_of(settings, places.front(), file);
    const bool is_only = std::ranges::all_of(places, [&](const StoragePlace& place) {
        return config::local_directory_of(settings, place, file) == first;
    });
    return is_only ? first : std::nullopt;
}

/// In the order of the line.
std::vector<CLI::Option*> arguments_behind(CLI::App& app, const char* replaced) {
    std::vector<CLI::Option*> arguments =
        app.get_options([](const CLI::Option* option) { return option->get_positional(); });
    arguments.erase(arguments.begin(), std::ranges::find(arguments, app.get_option(replaced)) + 1);
    return arguments;
}

/// With --config the first word is no file, but the first argument behind it, and so on.
void move_words_up(CLI::App& app, const char* replaced, const std::vector<bool>& were_required) {
    const std::vector<CLI::Option*> arguments = arguments_behind(app, replaced);
    std::vector<std::string> words = app.get_option(replaced)->results();
    for (CLI::Option* const argument : arguments) {
        words.insert(words.end(), argument->results().begin(), argument->results().end());
        argument->clear();
    }
    if (words.size() > arguments.size())
        throw Error(ErrorKind::usage, fmt::format("give {} or --config, not both", replaced));
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i < words.size()) {
            arguments[i]->add_result(words[i]);
            arguments[i]->run_callback();
        } else if (were_required[i]) {
            throw CLI::RequiredError(arguments[i]->get_name(true));
        }
    }
}

} // namespace

void ConfigOption::add_to(CLI::App& app, const char* replaced) {
    const auto were_required = std::make_shared<std::vector<bool>>();
    app.add_option_function<std::string>(
           "--config",
           [this, &app, replaced, were_required](const std::string& given) {
               const bool is_first = !is_given();
               file = given;
               app.get_option(replaced)->required(false);
               for (CLI::Option* const argument : arguments_behind(app, replaced)) {
                   if (is_first)
                       were_required->push_back(argument->get_required());
                   argument->required(false);
               }
           },
           "Take the places that this configuration of a server names")
        ->type_name("FILE")
        ->trigger_on_parse()
        ->group("What to read");
    app.parse_complete_callback([this, &app, replaced, were_required] {
        if (is_given())
            move_words_up(app, replaced, *were_required);
    });
}

std::unique_ptr<storage::Disk> ConfigOption::log_disk() const {
    return config::open_logs(read_keeper_configuration(file), file, options::environment_variable);
}

std::unique_ptr<storage::Disk> ConfigOption::snapshot_disk() const {
    return config::open_snapshots(read_keeper_configuration(file), file, options::environment_variable);
}

std::unique_ptr<storage::Disk> ConfigOption::state_disk() const {
    return config::open_state(read_keeper_configuration(file), file, options::environment_variable);
}

inspect::DataPlaces ConfigOption::mounted(io::VirtualFiles& files) const {
    const KeeperSettings settings = read_keeper_configuration(file);
    const auto directory = [&](const std::vector<StoragePlace>& places, std::unique_ptr<storage::Disk> disk) {
        if (auto local = only_local_directory(settings, file, places))
            return std::move(*local);
        std::string name = storage::directory_name(*disk);
        storage::mount(files, name, std::move(disk));
        return name;
    };
    return {directory(config::places_of_logs(settings), log_disk()),
            directory(config::places_of_snapshots(settings), snapshot_disk()),
            io::join(directory({settings.state}, state_disk()), "state")};
}

std::string ConfigOption::snapshot_dir() const {
    const KeeperSettings settings = read_keeper_configuration(file);
    return only_directory(settings, file, settings.snapshots, settings.latest_snapshot,
                          settings.old_snapshots);
}
