// What depends on the release besides names: feature flags, four-letter words, the place of the newest log,
// caches.
#include "config/checkup.h"

#include "keeperfs/base/text.h"
#include "keeperfs/config/values.h"
#include "keeperfs/config/word_list.h"

namespace keeperfs::config {

namespace {

const Setting& coordination(std::string_view name) {
    return *find_setting(Section::coordination_settings, name);
}

void check_flag(Checkup& checkup, Release release, const FeatureFlag& flag, const std::string& key) {
    switch (presence_in(flag.lifetime, release)) {
    case Presence::unknown:
        return checkup.add(
            release, "flag.unknown", key,
            fmt::format("the feature flag {} is newer: a server that does not know it does not "
                        "start",
                        flag.name),
            "Take it out until every node has a release that knows it.");
    case Presence::uncertain:
        checkup.add(release, "flag.uncertain", key,
                    fmt::format("it is not established that the release knows the feature flag {}: one that "
                                "does not, does not start",
                                flag.name),
                    "Try it on one node first.");
        break;
    case Presence::known:
        break;
    }
    const auto version = checkup.number(coordination("write_snapshot_version"), release);
    if (flag.snapshot_version > 0 && boolean_of(checkup.text(key)).value_or(false) && version &&
        *version < flag.snapshot_version)
        checkup.add(
            release, "flag.needs-version", key,
            fmt::format("{} needs snapshots of version {} or later", flag.name, flag.snapshot_version),
            fmt::format("Set coordination_settings.write_snapshot_version to {}.", flag.snapshot_version));
}

std::optional<std::string> nearest_flag(std::string_view name) {
    std::vector<std::string_view> names;
    for (const FeatureFlag& flag : feature_flags())
        names.push_back(flag.name);
    return nearest(name, names);
}

std::optional<std::string> nearest_word(std::string_view word) {
    std::vector<std::string_view> words;
    for (const FourLetterWord& known : four_letter_words())
        words.push_back(known.word);
    return nearest(word, words);
}

std::string or_nothing(const std::optional<std::string>& near) {
    return near ? fmt::format("Is {} meant?", *near) : "";
}

std::string key_of_word_list(const Checkup& checkup) {
    const std::string key = below(keeper_section, "four_letter_word_allow_list");
    return checkup.configuration().has(key) ? key : below(keeper_section, "four_letter_word_white_list");
}

} // namespace

void check_feature_flags(Checkup& checkup, Release release) {
    for (const std::string& child : checkup.configuration().children(flags_section)) {
        const std::string key = below(flags_section, child), name = escaped(without_number(child));
        if (name != child) {
            checkup.add(
                "setting.repeated-stops", key,
                fmt::format("the feature flag {} stands there twice, and the second is an unknown one "
                            "to a server",
                            name),
                "Leave one of them.");
        } else if (const FeatureFlag* flag = find_feature_flag(child)) {
            check_flag(checkup, release, *flag, key);
            if (!boolean_of(checkup.text(key)))
                checkup.add("value.wrong-type", key,
                            fmt::format("the feature flag {} is '{}', which is no boolean", flag->name,
                                        escaped(checkup.text(key))),
                            "Give 1 or 0.");
        } else {
            checkup.add(release, "flag.unknown", key,
                        fmt::format("no release knows the feature flag {}: the server does not start", name),
                        or_nothing(nearest_flag(child)));
        }
    }
}

void check_words(Checkup& checkup, Release release) {
    const std::string key = key_of_word_list(checkup);
    for (const std::string& word : words_in(checkup.keeper().allow_list.value_or(""))) {
        if (word == "*")
            continue;
        const FourLetterWord* known = find_four_letter_word(word);
        if (known == nullptr)
            checkup.add("access.unknown-word", key,
                        fmt::format("{} is no four-letter word of a Keeper: it is left out", escaped(word)),
                        or_nothing(nearest_word(word)));
        else if (presence_in(known->lifetime, release) == Presence::unknown)
            checkup.add(
                release, "access.unknown-word", key,
                fmt::format("the word {} is newer: a server that does not know it leaves it out", word));
    }
}

void check_latest_log(Checkup& checkup, Release release) {
    const KeeperSettings& keeper = checkup.keeper();
    const DiskSettings* disk = keeper.disk(keeper.latest_log.disk);
    const Setting& setting = *find_setting(Section::keeper_server, "log_storage_disk");
    if (!keeper.force_sync || disk == nullptr || disk->type == DiskType::local ||
        presence_in(setting.lifetime, release) != Presence::known)
        return;
    checkup.add(
        release, "disk.latest-log-not-local", keeper.latest_log.key,
        fmt::format("the newest log is on the disk {} of type {}, and a server with force_sync does not "
                    "start on that",
                    escaped(disk->name), escaped(disk->type_name)),
        "Set latest_log_storage_disk to a local disk.");
}

void check_caches(Checkup& checkup, Release release) {
    const auto bytes = [&](std::string_view name) -> std::uint64_t {
        const Setting& setting = coordination(name);
        if (presence_in(setting.lifetime, release) != Presence::known)
            return 0;
        return static_cast<std::uint64_t>(checkup.number(setting, release).value_or(0));
    };
    const auto limit =
        checkup.number(*find_setting(Section::keeper_server, "max_memory_usage_soft_limit"), release);
    const std::uint64_t room =
        limit && *limit > 0 ? static_cast<std::uint64_t>(*limit) : checkup.plan().memory.value_or(0);
    const std::uint64_t latest = bytes("latest_logs_cache_size_threshold");
    const std::uint64_t commit = bytes(release < Release{26, 9} ? "commit_logs_cache_size_threshold"
                                                                : "log_readahead_commit_window_bytes");
    if (room == 0 || (latest <= room / 2 && commit <= room / 2 - latest))
        return;
    checkup.add(release, "limits.log-caches", below(coordination_section, "latest_logs_cache_size_threshold"),
                fmt::format("the caches of the log may take {}, more than half of the {} that the server has",
                            size_text(latest + commit), size_text(room)),
                "Lower latest_logs_cache_size_threshold, or give the server more memory.");
}

} // namespace keeperfs::config
