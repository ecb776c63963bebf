#pragma once
// What a reader or checker notices and goes on from: a value, not an error.
#include <cstdint>
#include <optional>
#include <string>

namespace keeperfs {

enum class Severity : std::uint8_t {
    note,    ///< worth knowing, nothing to do
    warning, ///< something was lost, changed or assumed
    error,   ///< a server would fail on it
};

/// The word in reports: "note".
inline const char* name_of(Severity severity) noexcept {
    return severity == Severity::note ? "note" : severity == Severity::warning ? "warning" : "error";
}

struct Finding {
    Severity severity = Severity::note;
    std::string code; ///< stable name, dotted: "txnlog.torn-tail"
    std::string file;
    std::optional<std::uint64_t> offset;
    std::string message;                              ///< one sentence
    std::string hint;                                 ///< what to do; may be empty
    std::optional<std::uint64_t> line = std::nullopt; ///< from 1, in a file that people write
};

} // namespace keeperfs
