#pragma once
// What is compared of a node, under the names that `keeperctl snapshot dump` gives it.
#include "keeperfs/export.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::compare {

enum class Field : std::uint8_t {
    data,            ///< the bytes; null counts as empty
    null_data,       ///< whether ZooKeeper holds null in place of bytes
    acl,             ///< an empty list and [world:anyone:cdrwa] are the same
    czxid,
    mzxid,
    pzxid,
    ctime,
    mtime,
    version,
    cversion,        ///< as clients see it
    aversion,
    ephemeral_owner, ///< the session; 0 also for containers and TTL nodes
    num_children,
    seq_num,         ///< the number that the next sequential child gets
    ttl_ms,
    container,
};
inline constexpr std::size_t field_count = static_cast<std::size_t>(Field::container) + 1;

inline constexpr std::array<std::string_view, field_count> field_names{
    "data",     "null_data", "acl",             "czxid",        "mzxid",   "pzxid",  "ctime",    "mtime",
    "version",  "cversion",  "aversion",        "ephemeral_owner", "num_children", "seq_num", "ttl_ms",
    "container"};
inline std::string_view name_of(Field field) { return field_names[static_cast<std::size_t>(field)]; }
KEEPERFS_EXPORT std::optional<Field> parse_field(std::string_view name);

class FieldSet {
public:
    constexpr FieldSet() = default;
    template <class... Fields> static constexpr FieldSet of(Fields... fields) {
        FieldSet set;
        (set.add(fields), ...);
        return set;
    }
    static constexpr FieldSet all() {
        FieldSet set;
        set.bits_ = (1U << field_count) - 1;
        return set;
    }
    constexpr void add(Field field) noexcept { bits_ |= bit(field); }
    constexpr void remove(Field field) noexcept { bits_ &= ~bit(field); }
    constexpr bool has(Field field) const noexcept { return (bits_ & bit(field)) != 0; }
    constexpr std::uint32_t bits() const noexcept { return bits_; }
    constexpr bool empty() const noexcept { return bits_ == 0; }
    constexpr FieldSet operator&(FieldSet other) const noexcept { return from(bits_ & other.bits_); }
    constexpr FieldSet without(FieldSet other) const noexcept { return from(bits_ & ~other.bits_); }
    constexpr bool operator==(const FieldSet&) const = default;
    /// f(Field) for each, in the order of the enumeration.
    template <class F> void for_each(F f) const {
        for (std::size_t i = 0; i < field_count; ++i)
            if (has(static_cast<Field>(i)))
                f(static_cast<Field>(i));
    }

private:
    std::uint32_t bits_ = 0;
    static constexpr std::uint32_t bit(Field field) noexcept { return 1U << static_cast<unsigned>(field); }
    static constexpr FieldSet from(std::uint32_t bits) noexcept {
        FieldSet set;
        set.bits_ = bits;
        return set;
    }
};

} // namespace keeperfs::compare
