#include "keeperfs/migrate/configured_layout.h"

#include "migrate/source_lines.h"

#include "keeperfs/base/error.h"
#include "keeperfs/config/keeper_directories.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace keeperfs::migrate {

namespace {

using config::DiskSettings;
using config::DiskType;
using config::KeeperSettings;
using config::StoragePlace;

std::string plain(const std::string& directory) {
    std::string path = std::filesystem::path(directory).lexically_normal().string();
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    return path;
}
std::string identity_of_directory(const std::string& directory) {
    std::error_code ignored;
    return "local " + plain(std::filesystem::weakly_canonical(directory, ignored).string());
}

std::vector<StoragePlace> places_of(const KeeperSettings& settings, FileKind kind) {
    if (kind == FileKind::state)
        return {settings.state};
    return kind == FileKind::log ? config::places_of_logs(settings) : config::places_of_snapshots(settings);
}
const std::vector<StoragePlace>& old_places(const KeeperSettings& settings, FileKind kind) {
    static const std::vector<StoragePlace> none;
    return kind == FileKind::state ? none
           : kind == FileKind::log ? settings.old_logs
                                   : settings.old_snapshots;
}
/// In the order in which a server reads them.
std::vector<StoragePlace> read_places(const KeeperSettings& settings, FileKind kind) {
    std::vector<StoragePlace> places = old_places(settings, kind);
    for (const StoragePlace& place : places_of(settings, kind))
        if (std::ranges::find(places, place) == places.end())
            places.push_back(place);
    return places;
}

/// The layout may live longer than the configurations.
auto namer(const Configured* now, const Configured* before) {
    const auto kept = [](const Configured* configured) {
        return configured == nullptr ? std::nullopt : std::optional(*configured);
    };
    return [now = kept(now), before = kept(before)](const Layout& layout,
                                                    const std::vector<UnnamedSource>& sources) {
        return source_lines(layout, sources, now, before);
    };
}

class Builder {
public:
    Builder(const Configured& now, const Configured* before, const Opener& open)
        : now_(now), before_(before), open_(open) {}

    Layout build() {
        for (const FileKind kind : all_kinds)
            build(kind);
        layout_.lines_naming = namer(&now_, before_);
        layout_.has_remote_latest_log =
            now_.settings.force_sync && layout_.places[layout_.logs.latest].directory.empty();
        return std::move(layout_);
    }

private:
    const Configured& now_;
    const Configured* before_;
    const Opener& open_;
    Layout layout_;

    std::size_t add(const Configured& configured, const StoragePlace& place) {
        const auto directory = config::local_directory_of(configured.settings, place, configured.main_file);
        std::string identity = identity_of(configured, place);
        const auto known = std::ranges::find(layout_.places, identity, &Place::identity);
        if (known != layout_.places.end())
            return static_cast<std::size_t>(known - layout_.places.begin());
        return layout_.add({place.disk.empty() ? plain(*directory) : place.disk, std::move(identity),
                            directory ? plain(*directory) : "", open_(configured, place)});
    }
    void build(FileKind kind) {
        Roles roles;
        for (const StoragePlace& place : old_places(now_.settings, kind))
            roles.old.push_back(add(now_, place));
        const auto places = places_of(now_.settings, kind);
        roles.usual = add(now_, places.front());
        roles.latest = kind == FileKind::state ? roles.usual : add(now_, places[1]);
        if (before_ != nullptr)
            for (const StoragePlace& place : read_places(before_->settings, kind))
                add_source(kind, place, roles);
        layout_.roles(kind) = std::move(roles);
    }
    void add_source(FileKind kind, const StoragePlace& place, Roles& roles) {
        const std::size_t source = add(*before_, place);
        if (roles.is_read(source))
            return;
        roles.old.push_back(source);
        if (kind != FileKind::state)
            roles.unnamed.push_back(source);
    }
};

bool names(const Configured& configured, const std::vector<StoragePlace>& places, const Place& wanted) {
    return std::ranges::any_of(
        places, [&](const StoragePlace& place) { return identity_of(configured, place) == wanted.identity; });
}

} // namespace

std::string identity_of(const Configured& configured, const StoragePlace& place) {
    if (const auto directory = config::local_directory_of(configured.settings, place, configured.main_file))
        return identity_of_directory(*directory);
    const DiskSettings* disk = configured.settings.disk(place.disk);
    if (disk == nullptr)
        throw Error(ErrorKind::bad_input, fmt::format("{} names a disk that is not defined", place.key))
            .file(configured.main_file)
            .found(place.disk, "an element of storage_configuration.disks");
    std::string endpoint = disk->endpoint;
    while (endpoint.ends_with('/'))
        endpoint.pop_back();
    // The files of one of type s3 are those whose metadata lie there, whatever else is in the bucket.
    return disk->type == DiskType::s3
               ? fmt::format("s3 {} {}", disk->metadata_path.empty() ? disk->name : disk->metadata_path,
                             endpoint)
               : fmt::format("{} {}", disk->type_name, endpoint);
}

Layout layout_of(const Configured& now, const Configured* before, const Opener& open) {
    return Builder(now, before, open).build();
}

Place place_of_directory(const std::string& directory) {
    const std::string path = plain(std::filesystem::absolute(directory).string());
    return {path, identity_of_directory(path), path, storage::local_disk(path)};
}

Layout layout_of_places(const std::vector<Place>& from, const Place& to, const Configured* now) {
    Layout layout;
    const std::size_t target = layout.add(to);
    Roles roles{{}, target, target, {}};
    for (const Place& place : from) {
        const std::size_t source = layout.add(place);
        if (source == target)
            throw Error(ErrorKind::usage, "files would be moved from a place to itself").file(place.name);
        roles.old.push_back(source);
    }
    for (const FileKind kind : all_kinds) {
        layout.roles(kind) = roles;
        if (now != nullptr && !names(*now, places_of(now->settings, kind), layout.places[target]))
            continue; // another kind may be meant
        for (const std::size_t source : roles.old)
            if (kind != FileKind::state &&
                (now == nullptr || !names(*now, read_places(now->settings, kind), layout.places[source])))
                layout.roles(kind).unnamed.push_back(source);
    }
    if (now != nullptr && std::ranges::none_of(all_kinds, [&](FileKind kind) {
            return names(*now, places_of(now->settings, kind), layout.places[target]);
        }))
        layout.unread_targets.push_back(target);
    layout.lines_naming = namer(now, nullptr);
    return layout;
}

} // namespace keeperfs::migrate
