#pragma once
// JSON that somebody else wrote. The library behind it is not named in any header.
#include "keeperfs/export.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace keeperfs {

struct JsonValue {
    using Array = std::vector<JsonValue>;
    /// In the order of the document; the value of names[i] is values[i].
    struct Object {
        std::vector<std::string> names;
        std::vector<JsonValue> values;
    };
    /// std::uint64_t only for what is too large for the signed type.
    std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string, Array, Object> value;

    /// The last member of that name; nullptr where there is none, and where this is no object.
    KEEPERFS_EXPORT const JsonValue* find(std::string_view name) const noexcept;
    /// nullptr where it is no text, or whatever T is.
    template <class T> const T* as() const noexcept { return std::get_if<T>(&value); }
};

/// Deeper nesting is refused, so that no document can exhaust the stack.
inline constexpr std::size_t deepest_json = 64;

/// nullopt for what is no JSON (RFC 8259), also for text behind the document and for strings that are no
/// UTF-8.
KEEPERFS_EXPORT std::optional<JsonValue> parse_json(std::string_view text);

} // namespace keeperfs
