#pragma once
// What a server would read of its configuration files: the effective values, and where each comes from.
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::config {

struct Origin {
    std::string file;
    std::uint64_t line = 0; ///< from 1; 0: unknown
    friend bool operator==(const Origin&, const Origin&) = default;
};

struct PastValue {
    std::string text;
    Origin origin;
};

struct Value {
    std::string text;
    Origin origin;
    std::vector<PastValue> overrode; ///< what earlier files said, the oldest first
    /// `from_env="ID"`: the substitution that the text came from, or was to come from.
    std::string substitution;
    std::vector<std::string> references; ///< keys whose values are in the text by ${key}
    bool is_resolved = true;             ///< false: that was not found, and the text is what stood there
    bool is_encrypted = false;           ///< the text is a cipher that only the server can read
};

/// A value and its key.
struct Entry {
    std::string key;
    Value value;
};

struct SourceFile {
    /// `ignored`: lies where a person may think that a server reads it.
    enum class Role : std::uint8_t { main, override_file, include_file, ignored };
    std::string path;
    Role role = Role::main;
    std::string reason; ///< why it is ignored, as half a sentence
};
/// "main", "override", "include", "ignored".
KEEPERFS_EXPORT const char* name_of(SourceFile::Role role) noexcept;

/// The merged tree. Keys are those of Poco's XMLConfiguration: "keeper_server.tcp_port" is the first element
/// of that name, "a.b[1]" its second, "a[@x]" an attribute, "a[@x=v]" the first element whose attribute has
/// that value (quotes around v are allowed). Copies share the tree.
class KEEPERFS_EXPORT Configuration {
public:
    bool has(std::string_view key) const;
    /// All text below the element, blanks included, with ${other.key} replaced by that key's value where
    /// there is one. References that never end stay as they are; a server stops at them.
    std::optional<Value> value(std::string_view key) const;
    /// The elements below, each by the last part of its key: "server", "server[1]", ...; "" is the root.
    std::vector<std::string> children(std::string_view key) const;
    /// Names of its attributes.
    std::vector<std::string> attributes(std::string_view key) const;
    /// Every element that has no elements below or has text of its own, and every attribute, in document
    /// order; but for replace, remove, incl, from_env and from_zk, which are instructions. `key`: those from
    /// there on downwards.
    std::vector<Entry> entries(std::string_view key = "") const;

    const std::vector<SourceFile>& files() const noexcept; ///< in the order of reading, then the ignored
    const std::vector<Finding>& findings() const noexcept; ///< what reading noticed
    const std::string& root_name() const noexcept;         ///< "clickhouse"

    struct State;
    explicit Configuration(std::shared_ptr<const State> state) : state_(std::move(state)) {}

private:
    std::shared_ptr<const State> state_;
};

} // namespace keeperfs::config
