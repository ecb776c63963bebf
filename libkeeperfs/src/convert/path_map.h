#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace keeperfs::convert {

/// "/a/b" -> "/a", "/a" -> "/". Not for the root.
inline std::string_view parent_path(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == 0 ? path.substr(0, 1) : path.substr(0, slash);
}

/// What is said of some paths, and with them of all below.
template <class T> class PathMap {
public:
    /// False when the path is there already.
    bool insert(std::string path, T value) {
        return entries_.emplace(std::move(path), std::move(value)).second;
    }
    bool empty() const noexcept { return entries_.empty(); }
    const T* at(std::string_view path) const {
        const auto found = entries_.find(path);
        return found == entries_.end() ? nullptr : &found->second;
    }
    T* at(std::string_view path) { return const_cast<T*>(std::as_const(*this).at(path)); }

    using Entry = std::pair<const std::string, T>;
    /// The entry of `path` itself, or else of the nearest node above it.
    const Entry* nearest(std::string_view path) const {
        while (!entries_.empty()) {
            if (const auto found = entries_.find(path); found != entries_.end())
                return &*found;
            if (path.size() <= 1)
                break;
            path = parent_path(path);
        }
        return nullptr;
    }
    /// Whether an entry lies below `path`.
    bool has_below(std::string_view path) const {
        const std::string prefix = path == "/" ? "/" : std::string(path) + "/";
        const auto first = entries_.upper_bound(prefix);
        return first != entries_.end() && first->first.starts_with(prefix);
    }
    auto begin() const { return entries_.begin(); }
    auto end() const { return entries_.end(); }

private:
    std::map<std::string, T, std::less<>> entries_;
};

} // namespace keeperfs::convert
