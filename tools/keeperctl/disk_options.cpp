#include "disk_options.h"

#include "config_input.h"

#include "keeperfs/base/error.h"
#include "keeperfs/config/open_disk.h"
#include "keeperfs/migrate/configured_layout.h"

#include <CLI/CLI.hpp>

#include <optional>

using namespace keeperfs;
using migrate::Configured;

namespace {

std::optional<Configured> configured(const std::string& file) {
    if (file.empty())
        return std::nullopt;
    return Configured{read_keeper_configuration(file), file};
}

/// A directory, or s3://bucket/prefix: objects under their own names, as a disk of type s3_plain has them.
migrate::Place place_of(const std::string& word, const options::S3Options& s3) {
    if (!options::is_in_s3(word))
        return migrate::place_of_directory(word);
    std::string endpoint = s3.settings(word).endpoint;
    while (endpoint.ends_with('/'))
        endpoint.pop_back();
    return {word, "s3_plain " + endpoint, "", s3.open(word)};
}

std::vector<std::string> local_directories(const migrate::Layout& layout) {
    std::vector<std::string> directories;
    for (const migrate::Place& place : layout.places)
        if (!place.directory.empty())
            directories.push_back(place.directory);
    return directories;
}

} // namespace

void DiskOptions::add_to(CLI::App& app) {
    const char* group = "Which disks";
    app.add_option("--config", config, "The configuration with which the server would start")
        ->type_name("FILE")
        ->group(group);
    CLI::Option* old =
        app.add_option("--old-config", old_config, "The one by which the files lie where they are now")
            ->type_name("FILE")
            ->group(group);
    app.add_option("--from", from, "Instead: a directory that holds files; can be given several times")
        ->type_name("DIR")
        ->take_all()
        ->excludes(old)
        ->group(group);
    app.add_option("--to", to, "The directory to which they belong")->type_name("DIR")->group(group);
    s3.add_to(app);
}

migrate::Layout DiskOptions::layout(std::optional<unsigned> metadata_version) const {
    if (from.empty() != to.empty())
        throw Error(ErrorKind::usage, "--from and --to belong together");
    const auto now = configured(config), before = configured(old_config);
    if (!from.empty()) {
        std::vector<migrate::Place> sources;
        for (const std::string& word : from)
            sources.push_back(place_of(word, s3));
        return migrate::layout_of_places(sources, place_of(to, s3), now ? &*now : nullptr);
    }
    if (!now)
        throw Error(ErrorKind::usage, "nothing says which disks are meant")
            .hint("Give --config, with --old-config where the files lie by another one; or --from and --to.");
    return migrate::layout_of(*now, before ? &*before : nullptr,
                              [&](const Configured& configured, const config::StoragePlace& place) {
                                  return config::open_disk(configured.settings, place, configured.main_file,
                                                           options::environment_variable, metadata_version);
                              });
}

void StoppedServer::add_to(CLI::App& app) {
    app.add_flag("--no-port-check", no_port_check, "Do not look whether the server listens")->group("Safety");
}

recover::HeldLocks StoppedServer::hold(const migrate::Layout& layout, const DiskOptions& options) const {
    const std::vector<std::string> directories = local_directories(layout);
    recover::HeldLocks held = recover::hold_locks(io::FileSystem::system(), directories);
    recover::refuse_open_files(directories);
    if (const auto now = configured(options.config); now && !no_port_check)
        if (const config::RaftServer* own = now->settings.own_server(); own != nullptr && own->port)
            recover::refuse_listening(std::vector<keeper::ClusterServer>{
                {static_cast<std::int32_t>(*own->id), 0, own->endpoint(), ""}});
    return held;
}
