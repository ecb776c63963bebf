#include "keeperfs/compare/kept_node.h"

#include "compare/hash_key.h"

namespace keeperfs::compare {

namespace {
std::uint64_t word(std::int64_t value) noexcept { return static_cast<std::uint64_t>(value); }
} // namespace

FieldValues values_of(const Node& node) noexcept {
    FieldValues values{};
    const auto set = [&](Field field, std::uint64_t value) {
        values[static_cast<std::size_t>(field)] = value;
    };
    set(Field::data, keyed_hash(node.data));
    set(Field::null_data, node.data_is_null ? 1 : 0);
    set(Field::acl, node.acl == nullptr ? 0 : node.acl->hash);
    set(Field::czxid, word(node.stat.czxid));
    set(Field::mzxid, word(node.stat.mzxid));
    set(Field::pzxid, word(node.stat.pzxid));
    set(Field::ctime, word(node.stat.ctime));
    set(Field::mtime, word(node.stat.mtime));
    set(Field::version, word(node.stat.version));
    set(Field::cversion, word(node.stat.cversion));
    set(Field::aversion, word(node.stat.aversion));
    set(Field::ephemeral_owner, word(node.stat.ephemeral_owner));
    set(Field::num_children, word(node.num_children));
    set(Field::seq_num, word(node.seq_num));
    set(Field::ttl_ms, node.ttl_ms ? word(*node.ttl_ms) : no_ttl);
    set(Field::container, node.is_container ? 1 : 0);
    return values;
}

KeptNode keep(const Node& node, const FieldValues& values) {
    return {std::string(as_text(node.path)), values, node.acl, node.data.size(),
            std::string(as_text(node.data.first(std::min(node.data.size(), KeptNode::most_data_kept))))};
}

} // namespace keeperfs::compare
