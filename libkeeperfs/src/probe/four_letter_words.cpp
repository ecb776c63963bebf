#include "keeperfs/probe/four_letter_words.h"

#include "keeperfs/config/word_list.h"

namespace keeperfs::probe {

namespace {

using keeper::Release;

// What is true of a word, for the table.
constexpr unsigned zookeeper = 1, quorum = 2, listed = 4, changes = 8, snapshot = 16, data = 32, empty = 64;
constexpr std::optional<Release> no_release;

constexpr FourLetterWord word(std::string_view name, std::optional<Release> since, unsigned traits,
                              std::string_view meaning) {
    const auto has = [&](unsigned trait) { return (traits & trait) != 0; };
    const Effect effect = has(changes)    ? Effect::changes
                          : has(snapshot) ? Effect::adds_snapshot
                                          : Effect::none;
    return {name, meaning, effect, since, has(zookeeper), has(quorum), has(listed), has(data), has(empty)};
}

// Keeper: src/Coordination/FourLetterCommand.cpp, the releases by the pull requests that added each word.
// ZooKeeper: org.apache.zookeeper.server.command.FourLetterCommands of 3.8.
// Where a release is known to lie between two, the later one stands here.
constexpr std::array words{
    word("apiv", Release{22, 7}, listed, "Version of the client protocol"),
    word("clrs", Release{23, 3}, listed | changes, "Gives unused memory back"),
    word("conf", Release{21, 12}, zookeeper | quorum | listed, "Settings"),
    word("cons", Release{21, 12}, zookeeper | quorum | listed, "Connections with their sessions"),
    word("crst", Release{21, 12}, zookeeper | quorum | listed | changes,
         "Resets the counters of connections"),
    word("csnp", Release{22, 11}, listed | snapshot, "Makes a snapshot"),
    word("dirs", Release{21, 12}, zookeeper | quorum | listed, "Sizes of snapshots and log"),
    word("dump", Release{21, 12}, zookeeper | quorum, "Sessions and ephemeral znodes"),
    word("envi", Release{21, 12}, zookeeper | listed, "Machine and user of the server"),
    word("ftfl", Release{23, 6}, listed, "Feature flags"),
    word("gtmk", no_release, zookeeper, "Trace mask"),
    word("hash", no_release, zookeeper | empty, "Digests of the tree"),
    word("isro", Release{21, 12}, zookeeper | listed, "Whether it is read-only"),
    word("jmdp", Release{24, 1}, listed | changes, "Turns the profile of memory off"),
    word("jmep", Release{24, 1}, listed | changes, "Turns the profile of memory on"),
    word("jmfp", Release{24, 1}, listed | changes, "Writes the profile of memory to a file"),
    word("jmst", Release{24, 1}, listed, "Statistics of jemalloc"),
    word("lgif", Release{22, 11}, listed, "Indices of the raft log"),
    word("lgrq", Release{25, 8}, listed | changes, "Turns the logging of requests on or off"),
    word("mntr", Release{21, 12}, zookeeper | quorum | listed, "Figures for monitoring"),
    word("pfev", Release{24, 10}, listed, "Counters of events"),
    word("rcfg", no_release, changes | data, "Changes the members"),
    word("rclc", Release{23, 2}, listed | changes, "Counts the tree's statistics anew"),
    word("rcvr", Release{22, 5}, listed | changes,
         "Begins the forced recovery: the members of the configuration file become the cluster"),
    word("rqld", Release{22, 12}, listed | changes, "Asks to become the leader"),
    word("ruok", Release{21, 12}, zookeeper | listed, "Whether the process answers"),
    word("srst", Release{21, 12}, zookeeper | quorum | listed | changes, "Resets the counters of the server"),
    word("srvr", Release{21, 12}, zookeeper | quorum | listed, "The server: version, latency, role"),
    word("stat", Release{21, 12}, zookeeper | quorum | listed, "The server and its connections"),
    word("stmk", no_release, zookeeper | changes | data, "Sets the trace mask"),
    word("wchc", Release{21, 12}, zookeeper | quorum | empty, "Watches by session"),
    word("wchp", Release{21, 12}, zookeeper | quorum | empty, "Watches by path"),
    word("wchs", Release{21, 12}, zookeeper | quorum | listed, "How many watches there are"),
    word("ydld", Release{23, 11}, listed | changes, "Gives the leadership up"),
};

} // namespace

std::span<const FourLetterWord> four_letter_words() { return words; }

const FourLetterWord* find_word(std::string_view name) {
    const auto found = std::ranges::find(words, name, &FourLetterWord::name);
    return found == words.end() ? nullptr : &*found;
}

bool allows(std::string_view list, std::string_view word) {
    return config::missing_words(list, {&word, 1}).empty();
}

} // namespace keeperfs::probe
