#include "config/yaml_map.h"

#include "keeperfs/base/text.h"

#include <unordered_map>

namespace keeperfs::config {

namespace {

constexpr std::uint64_t steps_an_entry = 4; // it is looked up, and perhaps copied, at each depth

class MergedMap {
public:
    MergedMap(Reading& reading, std::uint32_t file, std::uint32_t depth)
        : reading_(reading), file_(file), depth_(depth) {}

    std::vector<YamlEntry> of(const YamlNode& map) {
        reading_.check_depth({file_, map.line}, depth_);
        for (const auto& [key, value] : map.pairs) {
            const Place place{file_, key->line};
            reading_.charge_step(place, steps_an_entry);
            const std::string name = text_of(*key, place);
            if (name == "<<" &&
                (value->kind == YamlNode::Kind::map || value->kind == YamlNode::Kind::sequence))
                merge(*value, place);
            else
                put({name, place, value, {}, false});
        }
        return std::move(entries_);
    }

private:
    Reading& reading_;
    std::uint32_t file_, depth_;
    std::vector<YamlEntry> entries_;
    std::unordered_map<std::string, std::size_t> last_; ///< entry of a key

    std::string text_of(const YamlNode& key, Place place) const {
        if (key.kind == YamlNode::Kind::null)
            return "null"; // yaml-cpp's word for it
        if (key.kind != YamlNode::Kind::scalar)
            reading_.fail(place, "a key must be a text", "A server stops here as well; correct the file.");
        return key.text;
    }

    void merge(const YamlNode& source, Place place) {
        if (source.kind == YamlNode::Kind::sequence) {
            for (const YamlPointer& item : source.items)
                merge(*item, place);
            return;
        }
        if (source.kind != YamlNode::Kind::map)
            reading_.fail(place, "<< can only merge maps", "Correct the alias behind it.");
        for (YamlEntry& entry : MergedMap(reading_, file_, depth_ + 1).of(source)) {
            entry.is_merged = true;
            put(std::move(entry));
        }
    }

    void put(YamlEntry entry) {
        const auto [last, is_new] = last_.try_emplace(entry.key, entries_.size());
        if (is_new) {
            entries_.push_back(std::move(entry));
            return;
        }
        YamlEntry& old = entries_[last->second];
        if (!old.is_merged && !entry.is_merged) {
            reading_.report("config.yaml.duplicate-key", entry.place,
                            fmt::format("the key {} is there already in line {}; a server reads that one",
                                        escaped(entry.key), old.place.line),
                            "Remove one of them, or write a list.");
            entries_.push_back(std::move(entry));
            return;
        }
        if (!old.is_merged)
            reading_.report("config.yaml.merge-key-late", old.place,
                            fmt::format("the << behind it overrides the key {}, unlike in other programs",
                                        escaped(entry.key)),
                            "Put << before the keys that it must not override.");
        entry.overrode = std::move(old.overrode);
        if (old.value->kind == YamlNode::Kind::scalar)
            entry.overrode.push_back({old.value->text, old.place});
        // What overrides a merged key is a key of its own for what follows.
        old = std::move(entry);
    }
};

} // namespace

std::vector<YamlEntry> merged_entries(Reading& reading, const YamlNode& map, std::uint32_t file) {
    return MergedMap(reading, file, 0).of(map);
}

} // namespace keeperfs::config
