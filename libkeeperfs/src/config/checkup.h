#pragma once
// One look at a configuration, on which the checks write what they find.
#include "keeperfs/config/check.h"
#include "keeperfs/config/keeper_settings.h"

#include <map>
#include <set>

namespace keeperfs::config {

inline constexpr std::string_view keeper_section = "keeper_server";
inline constexpr std::string_view coordination_section = "keeper_server.coordination_settings";
inline constexpr std::string_view flags_section = "keeper_server.feature_flags";
inline constexpr std::string_view raft_section = "keeper_server.raft_configuration";
inline constexpr std::string_view disks_section = "storage_configuration.disks";

/// The code by which reading reports what stands there twice, wherever it is and whatever it means.
inline constexpr std::string_view repeated_when_read = "config.value.duplicate";

inline std::string below(std::string_view section, std::string_view name) {
    return fmt::format("{}.{}", section, name);
}
/// "server[1]" -> "server".
inline std::string_view without_number(std::string_view name) { return name.substr(0, name.find('[')); }

class Checkup {
public:
    Checkup(const Configuration& configuration, const CheckPlan& plan);

    const Configuration& configuration() const noexcept { return configuration_; }
    const KeeperSettings& keeper() const noexcept { return keeper_; }
    const CheckPlan& plan() const noexcept { return plan_; }
    const std::string& main_file() const noexcept { return main_file_; }

    std::string text(std::string_view key) const;
    /// Of the element, else of the nearest above it.
    Origin origin(std::string key) const;
    /// Whether the value is there, and is what the server will see: no cipher, no variable that is not set
    /// here.
    bool is_known(std::string_view key) const;
    /// The value of a setting, or the default that the catalogue has for the release; nullopt: not a number.
    std::optional<std::int64_t> number(const Setting& setting, Release release) const;
    std::optional<bool> boolean(const Setting& setting, Release release) const;

    /// Severity is the table's, the place is that of the key; a finding twice is one.
    void add(std::string_view code, const std::string& key, std::string message, std::string hint = "");
    /// The same, where it holds for one release: the releases of equal findings are collected.
    void add(Release release, std::string_view code, const std::string& key, std::string message,
             std::string hint = "");

    std::size_t size() const noexcept { return entries_.size(); } ///< different findings so far
    std::vector<ConfigFinding> findings() const;

private:
    struct Entry {
        ConfigFinding found;
        std::set<Release> releases;
    };
    const Configuration& configuration_;
    const CheckPlan& plan_;
    KeeperSettings keeper_;
    std::string main_file_;
    std::vector<Entry> entries_;
    std::map<std::string, std::size_t> places_; ///< code, key and message of the entries

    Entry& entry(std::string_view code, const std::string& key, std::string message, std::string hint);
};

/// Errors first, then in order of files and lines.
void sort(std::vector<ConfigFinding>& findings);

/// Those that the plan asks about: one, or all from the oldest known to the newest, month by month.
std::vector<Release> releases_of(const CheckPlan& plan);

/// The number of a coordination setting with the suffix that its parser takes: 10Ki, 1G. nullopt: none.
std::optional<std::uint64_t> number_with_suffix(std::string_view text) noexcept;

void check_known_names(Checkup& checkup, Release release);
void check_snapshot_version(Checkup& checkup, Release release);
void check_feature_flags(Checkup& checkup, Release release);
void check_words(Checkup& checkup, Release release);
void check_latest_log(Checkup& checkup, Release release);
void check_caches(Checkup& checkup, Release release);
void check_unknown_names(Checkup& checkup);
void check_repeated(Checkup& checkup);
/// Where a setting stands for a second time, in the sections that check_repeated() judges.
std::set<std::pair<std::string, std::uint64_t>> repeated_places(const Checkup& checkup);
void check_values(Checkup& checkup);
void check_raft(Checkup& checkup);
void check_timing(Checkup& checkup);
void check_ports(Checkup& checkup);
void check_access(Checkup& checkup);
void check_disks(Checkup& checkup);
void check_storage(Checkup& checkup);
void check_directories(Checkup& checkup, io::FileSystem& files);

} // namespace keeperfs::config
