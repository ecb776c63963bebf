#pragma once
// Of what a backup is made: directories, a configuration that names them, a server that runs on them.
#include "options/s3_options.h"
#include "server_options.h"

#include "keeperfs/backup/create.h"
#include "keeperfs/backup/running_server.h"

#include <optional>
#include <string>
#include <vector>

class BackupSourceOptions {
public:
    void add_to(CLI::App& app);

    /// Fills in places, configuration, and what the running server says, which makes a snapshot first.
    /// `s3`: how places are reached that are no directories. `tells`: warnings for people.
    void fill_in(keeperfs::backup::CreateOptions& options, const options::S3Options& s3, bool is_encrypted,
                 std::vector<std::string>& tells) const;

private:
    std::string directory_, state_, config_file_, host_, snapshot_timeout_ = "10m";
    std::vector<std::string> log_dirs_, snapshot_dirs_;
    bool is_stopped_ = false, with_config_ = false;
    ServerOptions connection_;

    keeperfs::backup::SourcePlaces places(const options::S3Options& s3) const;
    void ask_server(keeperfs::backup::CreateOptions& options, std::vector<std::string>& tells) const;
    void add_configuration(keeperfs::backup::CreateOptions& options, bool is_encrypted,
                           std::vector<std::string>& tells) const;
};
