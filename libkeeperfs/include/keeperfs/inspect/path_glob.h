#pragma once
#include "keeperfs/base/bytes.h"
#include "keeperfs/export.h"

#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::inspect {

/// A pattern for paths of znodes. In a name "*" stands for any bytes and "?" for one; "**" as a whole name
/// stands for any number of names, none included, so "/a/**" is /a and all below it. A backslash takes the
/// character behind it as it is. Matching takes no more than the product of both lengths.
class KEEPERFS_EXPORT PathGlob {
public:
    /// Throws Error(usage) for what no path can match: without a slash at the front, with an empty name.
    explicit PathGlob(std::string_view pattern);
    /// What is no path does not match: some operations have none, and a client can send any bytes.
    bool matches(Bytes path) const noexcept;

private:
    struct Name {
        bool is_any_depth = false;
        bool is_literal = true;
        std::string pattern; ///< without backslashes where it is literal
    };
    std::vector<Name> names_;

    static bool matches(const Name& name, std::string_view text) noexcept;
};

} // namespace keeperfs::inspect
