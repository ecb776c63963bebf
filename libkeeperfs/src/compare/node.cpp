#include "keeperfs/compare/node.h"

#include "compare/hash_key.h"

#include <random>

namespace keeperfs::compare {

std::uint64_t hash_key() noexcept {
    static const std::uint64_t key = [] {
        std::random_device random;
        return (std::uint64_t{random()} << 32) | random();
    }();
    return key;
}

namespace {
/// Lengths before texts, so that no two lists give the same bytes.
std::string encoded(const tree::AclList& list) {
    std::string out;
    for (const tree::Acl& acl : list) {
        append_le(out, acl.permissions);
        for (const std::string* const text : {&acl.scheme, &acl.id}) {
            append_le(out, std::uint64_t{text->size()});
            out += *text;
        }
    }
    return out;
}
} // namespace

std::optional<Field> parse_field(std::string_view name) {
    const auto found = std::ranges::find(field_names, name);
    if (found == field_names.end())
        return std::nullopt;
    return static_cast<Field>(found - field_names.begin());
}

std::shared_ptr<const NodeAcl> make_acl(tree::AclList list) {
    if (tree::is_open(list))
        list.clear();
    const std::uint64_t hash = keyed_hash(as_bytes(encoded(list)));
    return std::make_shared<const NodeAcl>(NodeAcl{std::move(list), false, hash});
}

std::shared_ptr<const NodeAcl> unknown_acl() {
    return std::make_shared<const NodeAcl>(NodeAcl{{}, true, keyed_hash(as_bytes("unknown"))});
}

} // namespace keeperfs::compare
