#pragma once
// What stands in an answer, as named and typed values.
#include "keeperfs/export.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace keeperfs::probe {

/// A zxid, session id, xid or digest.
struct Id {
    std::uint64_t value = 0;
    bool operator==(const Id&) const = default;
};
struct Time {
    std::int64_t ms_since_1970 = 0;
    bool operator==(const Time&) const = default;
};
/// std::uint64_t only where a number is too large for the signed type.
using Value = std::variant<std::int64_t, std::uint64_t, double, bool, Id, Time, std::string,
                           std::vector<std::string>, std::vector<Id>>;

struct Field {
    std::string name;
    Value value;
    bool operator==(const Field&) const = default;
};
using Record = std::vector<Field>;

struct List {
    std::string name;
    std::vector<Record> records;
    bool operator==(const List&) const = default;
};

/// Names are unique, in the order of the answer.
struct Answer {
    std::vector<Field> fields;
    std::vector<List> lists;

    /// nullptr when there is none.
    KEEPERFS_EXPORT const Value* find(std::string_view name) const;
    bool operator==(const Answer&) const = default;
};

enum class Reading : std::uint8_t {
    whole,
    failure,        ///< the word's own sentence for "could not be done"
    cut_short,      ///< begins like the word's answer and ends too early
    not_understood, ///< something else
};

/// Reads the answer of a four-letter word, by Keeper or ZooKeeper of any release. Fields that nobody knows
/// are kept; repeated ones have their last value. `into` is only complete for Reading::whole. An answer to a
/// word of no server is taken as text.
KEEPERFS_EXPORT Reading read_answer(std::string_view word, std::string_view text, Answer& into);

} // namespace keeperfs::probe
