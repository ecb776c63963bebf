#include "migrate/source_lines.h"

#include "keeperfs/config/keeper_directories.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace keeperfs::migrate {

namespace {

using config::DiskSettings;
using Lines = std::vector<std::string>;

std::string xml_text(std::string_view text) {
    std::string out;
    for (const char c : text)
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        default:
            out += c;
        }
    return out;
}

/// The disk of a configuration that is this place; null: none.
const DiskSettings* disk_at(const std::optional<Configured>& configured, const Place& place) {
    if (configured)
        for (const DiskSettings& disk : configured->settings.disks)
            if (identity_of(*configured, {"", disk.name, disk.key}) == place.identity)
                return &disk;
    return nullptr;
}

class SourceLines {
public:
    SourceLines(const Layout& layout, const std::optional<Configured>& now,
                const std::optional<Configured>& before)
        : layout_(layout), now_(now), before_(before) {
        if (!now_)
            return;
        for (const DiskSettings& disk : now_->settings.disks)
            names_.insert(disk.name);
        for (const auto* places : {&now_->settings.old_logs, &now_->settings.old_snapshots})
            for (const config::StoragePlace& place : *places)
                keys_.insert(place.key.substr(place.key.rfind('.') + 1));
    }

    void add(const UnnamedSource& source) {
        const std::string key = unused(fmt::format("old_{}_storage_disk", name_of(source.kind)), keys_);
        named_.push_back(fmt::format("        <{0}>{1}</{0}>", key, xml_text(name_for(source.place))));
    }
    Lines lines() const {
        Lines all{"<clickhouse>"};
        if (!defined_.empty()) {
            all.insert(all.end(), {"    <storage_configuration>", "        <disks>"});
            all.insert(all.end(), defined_.begin(), defined_.end());
            all.insert(all.end(), {"        </disks>", "    </storage_configuration>"});
        }
        all.push_back("    <keeper_server>");
        all.insert(all.end(), named_.begin(), named_.end());
        all.insert(all.end(), {"    </keeper_server>", "</clickhouse>"});
        return all;
    }

private:
    const Layout& layout_;
    const std::optional<Configured>&now_, &before_;
    std::set<std::string> names_, keys_;
    std::map<std::size_t, std::string> disks_; ///< place -> name
    Lines defined_, named_;

    static std::string unused(const std::string& stem, std::set<std::string>& taken) {
        std::string name = stem;
        for (int number = 2; !taken.insert(name).second; ++number)
            name = fmt::format("{}_{}", stem, number);
        return name;
    }
    const std::string& name_for(std::size_t place) {
        std::string& name = disks_[place];
        if (!name.empty())
            return name;
        const Place& at = layout_.places[place];
        if (const DiskSettings* known = disk_at(now_, at))
            return name = known->name;
        const DiskSettings* disk = disk_at(before_, at);
        name = unused(disk == nullptr ? "old_disk" : disk->name, names_);
        define(name, at, disk);
        return name;
    }
    void define(const std::string& name, const Place& place, const DiskSettings* disk) {
        const auto line = [&](const char* key, std::string_view value) {
            defined_.push_back(fmt::format("                <{0}>{1}</{0}>", key, xml_text(value)));
        };
        defined_.push_back(fmt::format("            <{}>", name));
        if (!place.directory.empty()) {
            line("type", "local");
            line("path", place.directory + "/"); // a server wants the slash
        } else {
            line("type", disk->type_name);
            line("endpoint", disk->endpoint);
            if (!disk->metadata_path.empty())
                line("metadata_path", disk->metadata_path);
            defined_.push_back("                <!-- and its credentials, as they were -->");
        }
        defined_.push_back(fmt::format("            </{}>", name));
    }
};

} // namespace

std::vector<std::string> source_lines(const Layout& layout, const std::vector<UnnamedSource>& sources,
                                      const std::optional<Configured>& now,
                                      const std::optional<Configured>& before) {
    SourceLines lines(layout, now, before);
    for (const UnnamedSource& source : sources)
        lines.add(source);
    return lines.lines();
}

} // namespace keeperfs::migrate
