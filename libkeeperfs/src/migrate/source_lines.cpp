#include "migrate/source_lines.h"

#include "keeperfs/config/keeper_directories.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace keeperfs::migrate {

namespace {

using config::DiskSettings;
using config::DiskType;
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

class SourceLines {
public:
    SourceLines(const Layout& layout, const Configured* now) : layout_(layout), now_(now) {
        if (now_ == nullptr)
            return;
        for (const DiskSettings& disk : now_->settings.disks)
            names_.insert(disk.name);
        for (const auto* places : {&now_->settings.old_logs, &now_->settings.old_snapshots})
            for (const config::StoragePlace& place : *places)
                keys_.insert(place.key.substr(place.key.rfind('.') + 1));
    }

    void add(const UnnamedSource& source) {
        const std::string stem = fmt::format("old_{}_storage_disk", name_of(source.kind));
        const std::string key = unused(stem, keys_);
        named_.push_back(fmt::format("        <{0}>{1}</{0}>", key, xml_text(disk_for(source))));
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
    const Configured* now_;
    std::set<std::string> names_, keys_;
    std::map<std::size_t, std::string> disks_; ///< place -> name
    Lines defined_, named_;

    static std::string unused(const std::string& stem, std::set<std::string>& taken) {
        std::string name = stem;
        for (int number = 2; !taken.insert(name).second; ++number)
            name = fmt::format("{}_{}", stem, number);
        return name;
    }
    std::string known_name(std::size_t place) const {
        if (now_ != nullptr)
            for (const DiskSettings& disk : now_->settings.disks)
                if (identity_of(*now_, {"", disk.name, disk.key}) == layout_.places[place].identity)
                    return disk.name;
        return "";
    }
    std::string disk_for(const UnnamedSource& source) {
        std::string& name = disks_[source.place];
        if (name.empty())
            name = known_name(source.place);
        if (name.empty()) {
            name = unused(source.disk == nullptr ? fmt::format("old_{}s", name_of(source.kind))
                                                 : source.disk->name,
                          names_);
            define(name, source);
        }
        return name;
    }
    void define(const std::string& name, const UnnamedSource& source) {
        const auto line = [&](const char* key, std::string_view value) {
            defined_.push_back(fmt::format("                <{0}>{1}</{0}>", key, xml_text(value)));
        };
        defined_.push_back(fmt::format("            <{}>", name));
        const std::string& directory = layout_.places[source.place].directory;
        if (!directory.empty()) {
            line("type", "local");
            line("path", directory + "/"); // a server wants the slash
        } else {
            line("type", source.disk->type_name);
            line("endpoint", source.disk->endpoint);
            if (!source.disk->metadata_path.empty())
                line("metadata_path", source.disk->metadata_path);
            defined_.push_back("                <!-- and its credentials, as they were -->");
        }
        defined_.push_back(fmt::format("            </{}>", name));
    }
};

} // namespace

std::vector<std::string> source_lines(const Layout& layout, const std::vector<UnnamedSource>& sources,
                                      const Configured* now) {
    if (sources.empty())
        return {};
    SourceLines lines(layout, now);
    for (const UnnamedSource& source : sources)
        lines.add(source);
    return lines.lines();
}

} // namespace keeperfs::migrate
