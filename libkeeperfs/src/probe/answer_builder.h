#pragma once
// What the readers of answers share.
#include "keeperfs/probe/answer.h"

#include <optional>
#include <unordered_map>

namespace keeperfs::probe {

/// The lines of a text that end in a line feed; what follows the last is left over.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_(text) {}

    bool next(std::string_view& line) {
        const std::size_t end = rest_.find('\n');
        if (end == std::string_view::npos)
            return false;
        line = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return true;
    }

private:
    std::string_view rest_;
};

/// A number of whatever form, or the text as it is. A Java server writes 1.7297301E7 for a large gauge, and
/// an unsigned server -1 as 18446744073709551615.
Value number_or_text(std::string_view text);
std::optional<std::int64_t> to_integer(std::string_view text);
/// Hexadecimal with 0x, where "0x" alone is zero, or decimal: releases of Keeper differ.
std::optional<Id> to_id(std::string_view text);

struct NameAndValue {
    std::string_view name, value;
};
/// At the first separator; nullopt when there is none.
std::optional<NameAndValue> split_at(std::string_view line, std::string_view separator);

/// Adds fields with unique names. A hostile answer cannot make more values than its bytes allow.
class FieldSet {
public:
    explicit FieldSet(Record& into) : into_(into) {}

    /// Replaces the value of a name that is there.
    void add(std::string_view name, Value value) {
        const auto [place, is_new] = places_.try_emplace(std::string(name), into_.size());
        if (is_new)
            into_.push_back({std::string(name), std::move(value)});
        else
            into_[place->second].value = std::move(value);
    }

private:
    Record& into_;
    std::unordered_map<std::string, std::size_t> places_;
};

} // namespace keeperfs::probe
