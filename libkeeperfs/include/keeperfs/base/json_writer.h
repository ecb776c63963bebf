#pragma once
// JSON for scripts. The library behind it is not named in any header.
#include "keeperfs/base/bytes.h"
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace keeperfs {

/// Writes one JSON document. Foreign text is made valid UTF-8: a byte that is none becomes U+FFFD, and the
/// caller adds the exact bytes under another key where they matter.
class KEEPERFS_EXPORT JsonWriter {
public:
    enum class Style : std::uint8_t { compact, indented };
    explicit JsonWriter(Style style = Style::indented);
    JsonWriter(JsonWriter&&) noexcept;
    ~JsonWriter();

    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);
    JsonWriter& text(std::string_view value);
    JsonWriter& integer(std::int64_t value);
    JsonWriter& unsigned_integer(std::uint64_t value);
    JsonWriter& real(double value);
    JsonWriter& boolean(bool value);
    JsonWriter& null();

    // The common case: a member of the current object.
    JsonWriter& member(std::string_view name, std::string_view value) { return key(name).text(value); }
    JsonWriter& member(std::string_view name, const char* value) { return key(name).text(value); }
    JsonWriter& member(std::string_view name, bool value) { return key(name).boolean(value); }
    JsonWriter& member(std::string_view name, std::int64_t value) { return key(name).integer(value); }
    JsonWriter& member(std::string_view name, std::uint64_t value) {
        return key(name).unsigned_integer(value);
    }
    JsonWriter& member(std::string_view name, std::int32_t value) { return key(name).integer(value); }
    JsonWriter& member(std::string_view name, std::uint32_t value) {
        return key(name).unsigned_integer(value);
    }

    /// The document so far.
    std::string_view view() const noexcept;
    /// Forgets the document, keeps the memory: for one line after the other.
    void clear();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The members of a finding in every report: severity, code, file, offset and line where there is one,
/// message, hint.
KEEPERFS_EXPORT void add_members(JsonWriter& json, const Finding& finding);

} // namespace keeperfs
