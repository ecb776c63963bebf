// Whose the directories are, and as whom the server runs. What is in them, and their rights, config::check()
// looks at.
#include "probe/preflight_answers.h"
#include "probe/preflight_judge.h"

#include "keeperfs/config/keeper_directories.h"
#include "keeperfs/config/keeper_settings.h"

#include <set>

namespace keeperfs::probe {

namespace {

constexpr std::string_view check = "storage.directories";

class Directories {
public:
    explicit Directories(Preflight& preflight) : preflight_(preflight), files_(*preflight.plan().files) {}

    void judge(std::size_t number) {
        const config::Configuration& node = preflight_.evidence().nodes[number];
        const config::KeeperSettings settings = config::read_keeper_settings(node);
        const std::optional<std::string> user = user_of(number);
        for (const auto& places : {config::places_of_logs(settings), config::places_of_snapshots(settings)})
            for (const config::StoragePlace& place : places)
                if (const auto directory =
                        config::local_directory_of(settings, place, node.files().front().path);
                    directory && files_.is_directory(*directory) && directories_.insert(*directory).second)
                    judge_owner(*directory, user);
    }
    void conclude() {
        preflight_.saw(check,
                       directories_.empty()
                           ? "none is there yet"
                           : fmt::format("{} of {}", counted(directories_.size(), "directory", "directories"),
                                         fmt::join(owners_, ", ")));
    }

private:
    Preflight& preflight_;
    io::FileSystem& files_;
    std::set<std::string> directories_, owners_;

    /// nullopt: it does not run, or does not say.
    std::optional<std::string> user_of(std::size_t number) const {
        for (const AskedServer& server : preflight_.evidence().servers)
            if (server.node == number)
                if (const auto user = field_of<std::string>(server, "envi", "user.name");
                    user && !user->empty())
                    return user;
        return std::nullopt;
    }
    void judge_owner(const std::string& directory, const std::optional<std::string>& user) {
        const std::string owner = files_.ownership(directory).user_name;
        owners_.insert(escaped(owner));
        if (user && *user != owner)
            preflight_.fail(
                check, escaped(directory),
                fmt::format("it belongs to {}, and the server runs as {}", escaped(owner), escaped(*user)),
                "Give it to the server's user (chown -R).");
    }
};

} // namespace

void judge_directories(Preflight& preflight) {
    if (preflight.plan().files == nullptr || preflight.evidence().nodes.empty())
        return;
    Directories directories(preflight);
    for (std::size_t number = 0; number < preflight.evidence().nodes.size(); ++number)
        directories.judge(number);
    directories.conclude();
}

} // namespace keeperfs::probe
