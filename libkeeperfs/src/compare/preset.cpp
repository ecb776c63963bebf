#include "keeperfs/compare/preset.h"

#include <cstdlib>

namespace keeperfs::compare {

namespace {

constexpr std::string_view keeper_path = "/keeper";

bool is_below_or_at(std::string_view path, std::string_view top) {
    return path.starts_with(top) && (path.size() == top.size() || path[top.size()] == '/');
}

/// The root has or lacks the node that a server keeps for itself.
bool is_one_apart(const KeptNode& a, const KeptNode& b) {
    const std::int64_t difference = a.number(Field::num_children) - b.number(Field::num_children);
    return difference >= -1 && difference <= 1;
}

/// See zookeeper-files.md 7: what a server shows of what it stores.
bool is_shown_of_counter(const KeptNode& zookeeper) {
    const std::int64_t shown = 2 * zookeeper.number(Field::seq_num) - zookeeper.number(Field::num_children);
    return static_cast<std::int32_t>(shown) == static_cast<std::int32_t>(zookeeper.number(Field::cversion));
}

} // namespace

PresetRules::PresetRules(Preset preset, System a, System b) : preset_(preset) {
    // Where the files do not say whose nodes they hold, the source stands first.
    const bool source_is_zookeeper = preset == Preset::conversion;
    const bool is_known = (a == System::zookeeper) != (b == System::zookeeper);
    const bool is_known_keeper = (a == System::keeper) != (b == System::keeper);
    a_is_zookeeper_ = is_known          ? a == System::zookeeper
                      : is_known_keeper ? b == System::keeper
                                        : source_is_zookeeper;
}

FieldSet PresetRules::ignored() const noexcept {
    return preset_ == Preset::none ? FieldSet() : FieldSet::of(Field::null_data);
}

FieldSet PresetRules::forbidden(const KeptNode& a, const KeptNode& b, FieldSet fields) const {
    if (preset_ == Preset::none)
        return fields;
    FieldSet left = fields;
    const KeptNode& zookeeper = a_is_zookeeper_ ? a : b;
    const KeptNode& keeper = a_is_zookeeper_ ? b : a;
    fields.for_each([&](Field field) {
        if (must_differ(zookeeper, keeper, field))
            left.remove(field);
    });
    return left;
}

bool PresetRules::must_differ(const KeptNode& zookeeper, const KeptNode& keeper, Field field) const {
    switch (field) {
    case Field::acl:
        return zookeeper.acl != nullptr && zookeeper.acl->is_unknown && keeper.acl != nullptr &&
               keeper.acl->list.empty();
    case Field::container:
        return zookeeper.is_container() && !keeper.is_container();
    case Field::ttl_ms:
        return zookeeper.has_ttl() && !keeper.has_ttl();
    case Field::seq_num:
        return keeper.number(Field::seq_num) == 0 && (keeper.has_ttl() || keeper.is_ephemeral());
    case Field::num_children:
        return zookeeper.path == "/" && is_one_apart(zookeeper, keeper);
    case Field::cversion:
        return preset_ == Preset::to_zookeeper && is_shown_of_counter(zookeeper);
    default:
        return false;
    }
}

bool PresetRules::allows_in_keeper(std::string_view path) const noexcept {
    return preset_ != Preset::none && is_below_or_at(path, keeper_path);
}

bool PresetRules::allows_in_zookeeper(std::string_view path) const noexcept {
    return preset_ == Preset::to_zookeeper && (path == "/zookeeper" || path == "/zookeeper/quota");
}

bool PresetRules::allows_only_a(std::string_view path) const noexcept {
    return a_is_zookeeper_ ? allows_in_zookeeper(path) : allows_in_keeper(path);
}

bool PresetRules::allows_only_b(std::string_view path) const noexcept {
    return a_is_zookeeper_ ? allows_in_keeper(path) : allows_in_zookeeper(path);
}

bool PresetRules::allows_sessions(const std::optional<tree::Session>& a,
                                  const std::optional<tree::Session>& b) const {
    if (preset_ == Preset::none)
        return false;
    const auto& zookeeper = a_is_zookeeper_ ? a : b;
    const auto& keeper = a_is_zookeeper_ ? b : a;
    // convert::zookeeper_to_keeper(): the timeouts of added sessions, and of those without a positive one.
    constexpr std::int64_t orphan_timeout_ms = 30'000, least_timeout_ms = 1'000;
    if (!keeper)
        return false;
    return zookeeper ? zookeeper->timeout_ms <= 0 && keeper->timeout_ms == least_timeout_ms
                     : preset_ == Preset::conversion && keeper->timeout_ms == orphan_timeout_ms;
}

} // namespace keeperfs::compare
