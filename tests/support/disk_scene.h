#pragma once
// Disks with files, in one line of text.
#include "support/keeper_disks.h"
#include "support/memory_filesystem.h"

#include "keeperfs/keeper/state_file.h"
#include "keeperfs/migrate/plan.h"

#include <functional>
#include <sstream>
#include <string>
#include <vector>

namespace keeperfs::test {

/// "A: changelog_1_9.bin snapshot_5.bin=other | B:" are two disks; what stands behind '=' is the content, and
/// without it the content follows from the name. state=7 is a state file of term 7.
struct DiskScene {
    const char* disks;
    const char* old = "A"; ///< "A B": in the order in which they are read
    const char* usual = "C";
    const char* latest = "C";
};

inline std::string content_for(const std::string& name, const std::string& said) {
    if (name.starts_with("state")) {
        keeper::RaftState state;
        std::from_chars(said.data(), said.data() + said.size(), state.term);
        return state.term == 0 ? said : keeper::encode_state_file(state);
    }
    if (name.starts_with("tmp_") || !said.empty())
        return said;
    return "content of " + name;
}

inline std::vector<std::string> words_of(const std::string& line) {
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

using MakeDisk = std::function<std::shared_ptr<storage::Disk>(const std::string& name)>;

/// State files move from the first old disk to the usual one.
inline migrate::Layout layout_of(const DiskScene& scene, const MakeDisk& make) {
    migrate::Layout layout;
    std::istringstream in(scene.disks);
    for (std::string line; std::getline(in, line, '|');) {
        const std::vector<std::string> words = words_of(line);
        const std::string name = words[0].substr(0, words[0].size() - 1);
        const std::size_t place = layout.add({name, name, "", make(name)});
        for (std::size_t i = 1; i < words.size(); ++i) {
            const std::size_t equals = words[i].find('=');
            const std::string file = words[i].substr(0, equals);
            const std::string said = equals == std::string::npos ? "" : words[i].substr(equals + 1);
            put(*layout.places[place].disk, file, content_for(file, said));
        }
    }
    migrate::Roles roles;
    const auto number = [&](const std::string& name) { return layout.add({name, name, ""}); };
    for (const std::string& name : words_of(scene.old))
        roles.old.push_back(number(name));
    roles.usual = number(scene.usual);
    roles.latest = number(scene.latest);
    layout.logs = layout.snapshots = layout.state = roles;
    layout.state.latest = roles.usual;
    return layout;
}
inline migrate::Layout in_memory(const DiskScene& scene) {
    return layout_of(scene, [](const std::string&) { return storage::memory_disk(); });
}

/// "A: state | C: " of what lies there now.
inline std::string names_on(const migrate::Layout& layout) {
    std::string text;
    for (const migrate::Place& place : layout.places) {
        text += (text.empty() ? "" : " | ") + place.name + ":";
        for (const storage::Entry& file : place.disk->list(""))
            text += " " + file.name;
    }
    return text;
}

} // namespace keeperfs::test
