#pragma once
// Every setting of a Keeper that is known, with what each release makes of it.
//
// Source: ClickHouse's CoordinationSettings.h/.cpp in six stages (about 21.8, 22.3, 22.8, 23.10, 24.10, 25.8
// and two of 26.x), KeeperContext.cpp and Keeper.cpp of 24 and 25, and the pull requests that name a release.
// What was seen in one list and not in an earlier one came at a release between the two that is not
// established: in between, whether a server knows the name is uncertain, and only a warning may be made of
// it.
#include "keeperfs/export.h"
#include "keeperfs/keeper/releases.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace keeperfs::config {

using keeper::Release;

/// Which element a setting stands in.
enum class Section : std::uint8_t {
    keeper_server,         ///< an unknown name is silently ignored
    coordination_settings, ///< an unknown name stops the server
    raft_configuration,    ///< beside the servers
    raft_server,           ///< of each server; an unknown name is silently ignored
};
/// "keeper_server.coordination_settings"; of raft_server "keeper_server.raft_configuration.server".
KEEPERFS_EXPORT std::string_view path_of(Section section) noexcept;

enum class ValueType : std::uint8_t {
    boolean,
    integer,      ///< of 64 bits, with sign
    unsigned_int, ///< in coordination_settings also with a suffix: 10Mi
    non_zero,     ///< the same, and 0 is refused
    milliseconds, ///< as unsigned_int
    ratio,        ///< a number from 0 to 1
    port,
    log_level, ///< trace, debug, information, warning, error, fatal, none, test
    text,
    path,
    disk, ///< a name in storage_configuration.disks
    tree, ///< has elements of its own
};
KEEPERFS_EXPORT std::string_view name_of(ValueType type) noexcept;

inline constexpr Release never{99, 12};

/// From when on, and until when, a release knows a name, as far as that is established.
struct Lifetime {
    Release first_certain;        ///< known from here on
    Release last_absent;          ///< not known up to here; in between it is not established
    Release last_certain = never; ///< behind it, it is not established
};
/// Of a release after the newest known one a name that is unknown to that one is `uncertain`.
enum class Presence : std::uint8_t { known, unknown, uncertain };
KEEPERFS_EXPORT Presence presence_in(const Lifetime& lifetime, Release release) noexcept;

struct Setting {
    Section section = Section::keeper_server;
    std::string_view name;
    ValueType type = ValueType::text;
    std::string_view default_value; ///< of the first releases; empty: none
    Lifetime lifetime;
    Release default_changed = never; ///< from here on it is later_default
    std::string_view later_default;
    Release obsolete_from = never; ///< accepted from here on, without effect
    bool must_agree = false;       ///< nodes of one ensemble that differ do harm to each other
    bool is_capped = false;        ///< handed to NuRaft as an int: what is greater counts as 2147483647
    bool is_for_tests = false;     ///< never in production
    bool is_secret = false;        ///< its value is never shown
};

/// In order of names.
KEEPERFS_EXPORT std::span<const Setting> settings_of(Section section) noexcept;
/// Also old_log_storage_disk_1 and the like, which a server takes by their beginning; null: unknown.
KEEPERFS_EXPORT const Setting* find_setting(Section section, std::string_view name) noexcept;
KEEPERFS_EXPORT std::optional<std::string> nearest_setting(Section section, std::string_view name);
/// What a server of the release takes when the setting is not there; empty: nothing.
KEEPERFS_EXPORT std::string_view default_in(const Setting& setting, Release release) noexcept;

/// A bit of /keeper/feature_flags, which keeper_server.feature_flags.<name> turns on or off. The case of the
/// name does not matter (KeeperContext::initializeFeatureFlags).
struct FeatureFlag {
    std::string_view name;
    int bit;
    Lifetime lifetime;
    std::optional<Release> default_on; ///< from this release on; nullopt: off, or not established
    int snapshot_version = 0;          ///< what write_snapshot_version must be at least; 0: any
};
/// In order of bits.
KEEPERFS_EXPORT std::span<const FeatureFlag> feature_flags() noexcept;
KEEPERFS_EXPORT const FeatureFlag* find_feature_flag(std::string_view name) noexcept;

/// A four-letter word that a Keeper knows.
struct FourLetterWord {
    std::string_view word;
    Lifetime lifetime;
    bool by_default;    ///< in the list that a server has when none is given
    bool changes_state; ///< does something to the server
};
/// In order of words.
KEEPERFS_EXPORT std::span<const FourLetterWord> four_letter_words() noexcept;
KEEPERFS_EXPORT const FourLetterWord* find_four_letter_word(std::string_view word) noexcept;

} // namespace keeperfs::config
