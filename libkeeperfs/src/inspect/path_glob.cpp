#include "keeperfs/inspect/path_glob.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

namespace keeperfs::inspect {

namespace {

constexpr std::string_view special = "*?\\";

std::string without_backslashes(std::string_view pattern) {
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '\\' && i + 1 < pattern.size())
            ++i;
        out += pattern[i];
    }
    return out;
}

/// Whether any character that is special stands without a backslash.
bool has_wildcard(std::string_view pattern) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '\\')
            ++i;
        else if (special.find(pattern[i]) != std::string_view::npos)
            return true;
    }
    return false;
}

/// The first name, which is taken from the front together with the slash behind it.
std::string_view take_name(std::string_view& rest) {
    const std::size_t end = rest.find('/');
    const std::string_view name = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return name;
}

} // namespace

PathGlob::PathGlob(std::string_view pattern) {
    const Error wrong(ErrorKind::usage, "\"" + escaped(pattern) +
                                            "\" is no pattern of paths: each name has one slash before it");
    if (!pattern.starts_with('/') || (pattern.size() > 1 && pattern.ends_with('/')))
        throw wrong;
    for (std::string_view rest = pattern.substr(1); !rest.empty();) {
        const std::string_view name = take_name(rest);
        if (name.empty())
            throw wrong;
        const bool is_literal = !has_wildcard(name);
        names_.push_back(
            {name == "**", is_literal, is_literal ? without_backslashes(name) : std::string(name)});
    }
}

bool PathGlob::matches(const Name& name, std::string_view text) noexcept {
    if (name.is_literal)
        return name.pattern == text;
    const std::string_view pattern = name.pattern;
    // Where the last star stands, and the text that it does not take yet: the only place to go back to.
    std::size_t star = std::string_view::npos, behind_star = 0;
    std::size_t p = 0, t = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            behind_star = t;
            continue;
        }
        const bool is_escape = p + 1 < pattern.size() && pattern[p] == '\\';
        const std::size_t at = is_escape ? p + 1 : p;
        if (at < pattern.size() && (pattern[at] == text[t] || (!is_escape && pattern[at] == '?'))) {
            p = at + 1;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++behind_star;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

bool PathGlob::matches(Bytes path) const noexcept {
    if (!as_text(path).starts_with('/'))
        return false;
    std::string_view rest = as_text(path).substr(1);
    std::size_t n = 0;
    std::size_t any_depth = std::string_view::npos; ///< the last "**", and what it does not take yet
    std::string_view behind_any_depth;
    while (!rest.empty()) {
        if (n < names_.size() && names_[n].is_any_depth) {
            any_depth = n++;
            behind_any_depth = rest;
            continue;
        }
        std::string_view behind = rest;
        const std::string_view name = take_name(behind);
        if (n < names_.size() && matches(names_[n], name)) {
            ++n;
            rest = behind;
        } else if (any_depth != std::string_view::npos) {
            n = any_depth + 1;
            take_name(behind_any_depth);
            rest = behind_any_depth;
        } else {
            return false;
        }
    }
    while (n < names_.size() && names_[n].is_any_depth)
        ++n;
    return n == names_.size();
}

} // namespace keeperfs::inspect
