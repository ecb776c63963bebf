#include "backup_source.h"

#include "config_input.h"
#include "duration_option.h"

#include "keeperfs/backup/config_content.h"
#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/inspect/data_places.h"
#include "keeperfs/storage/disk_files.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

using namespace keeperfs;

namespace {

/// The word of an option as the name of a directory.
std::string directory_of(const std::string& word, backup::SourcePlaces& places,
                         const options::S3Options& s3) {
    if (!options::is_in_s3(word))
        return word;
    std::shared_ptr<storage::Disk> disk = storage::read_only(s3.open(word));
    std::string description = storage::directory_name(*disk);
    return places.add_disk({std::move(disk), "", std::move(description)});
}

void require_directories(const backup::SourcePlaces& places) {
    if (places.log_dirs.empty() && places.snapshot_dirs.empty())
        throw Error(ErrorKind::usage, "no directory is given")
            .hint("Give DIR, --config, or --log-dir and --snapshot-dir.");
    for (const auto* directories : {&places.log_dirs, &places.snapshot_dirs})
        for (const std::string& directory : *directories)
            if (places.is_local(directory) && !io::FileSystem::system().is_directory(directory))
                throw Error(ErrorKind::bad_input, "this is no directory").file(directory);
}

} // namespace

void BackupSourceOptions::add_to(CLI::App& app) {
    const char* group = "What to back up";
    app.add_option("DIR", directory_, "Holds log (or logs), snapshots and state")->type_name("");
    app.add_option("--log-dir", log_dirs_,
                   "The changelogs, a directory or s3://bucket/prefix; several times where they lie on "
                   "several disks")
        ->type_name("DIR")
        ->take_all()
        ->group(group);
    app.add_option("--snapshot-dir", snapshot_dirs_, "The snapshots, likewise")
        ->type_name("DIR")
        ->take_all()
        ->group(group);
    app.add_option("--state", state_, "The file of the raft state")->type_name("FILE")->group(group);
    app.add_option("--config", config_file_,
                   "Take the directories and disks that this configuration of a server names, and the "
                   "configuration")
        ->type_name("FILE")
        ->group(group);
    app.add_flag("--with-config", with_config_, "Keep the configuration's secret values, also unencrypted")
        ->group(group);
    const char* server = "The running server";
    app.add_option("--host", host_, "The server that runs on these files: it makes a snapshot first")
        ->type_name("HOST[:PORT]")
        ->group(server);
    app.add_flag("--stopped", is_stopped_, "With --config: do not look for a server that runs")
        ->group(server);
    app.add_option("--snapshot-timeout", snapshot_timeout_, "For that snapshot; default 10m")
        ->type_name("TIME")
        ->group(server);
    connection_.add_connection_to(app);
}

backup::SourcePlaces BackupSourceOptions::places(const options::S3Options& s3) const {
    backup::SourcePlaces places;
    if (!config_file_.empty())
        places = backup::configured_places(read_keeper_configuration(config_file_), config_file_,
                                           s3.environment());
    if (options::is_in_s3(directory_))
        throw Error(ErrorKind::usage, "DIR is a directory of this machine")
            .hint("Name places in S3 with --log-dir and --snapshot-dir.");
    if (!directory_.empty()) {
        const inspect::DataPlaces found = inspect::find_data_places(io::FileSystem::system(), directory_);
        places = {{found.log_dir}, {found.snapshot_dir}, found.state_file, {}};
        std::erase(places.log_dirs, "");
        std::erase(places.snapshot_dirs, "");
    }
    for (const auto& [words, directories] :
         {std::pair(&log_dirs_, &places.log_dirs), std::pair(&snapshot_dirs_, &places.snapshot_dirs)}) {
        if (!words->empty())
            directories->clear();
        for (const std::string& word : *words)
            directories->push_back(directory_of(word, places, s3));
    }
    if (options::is_in_s3(state_))
        places.state_file = io::join(directory_of(io::directory_of(state_), places, s3), io::name_of(state_));
    else if (!state_.empty())
        places.state_file = state_;
    require_directories(places);
    return places;
}

void BackupSourceOptions::ask_server(backup::CreateOptions& options, std::vector<std::string>& tells) const {
    std::string host = host_;
    std::uint16_t port = net::keepers_client_port;
    std::optional<std::int64_t> id;
    if (!config_file_.empty()) {
        const config::KeeperSettings settings = read_keeper_configuration(config_file_);
        id = settings.server_id;
        if (const auto configured = probe::configured_port(settings, probe::Service::client, false))
            port = configured->number;
        if (host.empty() && !is_stopped_)
            host = "localhost";
    }
    if (host.empty())
        return;
    const ServerOptions::Reach reach = connection_.reach();
    backup::RunningWish wish{net::parse_endpoint(host, port), reach.ask, {}, options.places, id};
    wish.patience.timeout = duration_option("--snapshot-timeout", snapshot_timeout_);
    try {
        options.server = backup::snapshot_of_running(wish);
        options.is_running = true;
    } catch (const Error& error) {
        // Named, it must answer; what a configuration names may be stopped.
        if (!host_.empty() || error.kind() != ErrorKind::unreachable)
            throw;
        tells.push_back(fmt::format("No server answers at {}: its files are taken as they are. {}",
                                    net::text_of(wish.server), error.message()));
        return;
    }
    if (backup::leads(*options.server).value_or(false))
        tells.push_back("The server leads its ensemble: a follower makes the same backup with less to do.");
}

void BackupSourceOptions::add_configuration(backup::CreateOptions& options, bool is_encrypted,
                                            std::vector<std::string>& tells) const {
    if (config_file_.empty())
        return;
    backup::StoredConfiguration stored = backup::stored_configuration(
        io::FileSystem::system(), ConfigReading().load(config_file_), with_config_ || is_encrypted);
    options.configuration = std::move(stored.files);
    options.replaced_secrets = std::move(stored.replaced_secrets);
    for (const std::string& path : stored.left_out)
        tells.push_back(
            fmt::format("{} is left out: a secret in it is written so that it cannot be replaced. "
                        "Encrypt the backup, or say --with-config.",
                        escaped(path)));
}

void BackupSourceOptions::fill_in(backup::CreateOptions& options, const options::S3Options& s3,
                                  bool is_encrypted, std::vector<std::string>& tells) const {
    options.places = places(s3);
    add_configuration(options, is_encrypted, tells);
    ask_server(options, tells);
}
