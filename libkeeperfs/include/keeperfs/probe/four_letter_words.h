#pragma once
// Every four-letter word that Keeper or ZooKeeper answers.
#include "keeperfs/keeper/releases.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace keeperfs::probe {

enum class ServerKind : std::uint8_t { keeper, zookeeper };
inline const char* name_of(ServerKind kind) noexcept {
    return kind == ServerKind::keeper ? "keeper" : "zookeeper";
}

enum class Effect : std::uint8_t {
    none,
    adds_snapshot, ///< csnp: a file more, nothing else
    changes,       ///< counters, leadership, profiles, logging, membership
};

struct FourLetterWord {
    std::string_view name;
    std::string_view meaning; ///< a short sentence, in the third person
    Effect effect = Effect::none;
    std::optional<keeper::Release>
        keeper_since;             ///< the first release of Keeper with it; nullopt: none has it
    bool zookeeper = false;       ///< ZooKeeper 3.8 has it
    bool needs_quorum = false;    ///< Keeper answers "not currently serving" without a leader
    bool in_default_list = false; ///< Keeper's own allow list has it
    bool takes_data = false;      ///< binary data follow the word, which nobody can type
    bool may_be_empty = false;    ///< an empty answer can mean that there is nothing to list
};

/// In alphabetical order.
KEEPERFS_EXPORT std::span<const FourLetterWord> four_letter_words();
/// nullptr for a word of no server.
KEEPERFS_EXPORT const FourLetterWord* find_word(std::string_view name);
/// Whether a server's list, as its configuration has it, holds the word; * holds every one.
KEEPERFS_EXPORT bool allows(std::string_view list, std::string_view word);

} // namespace keeperfs::probe
