#include "keeperfs/compare/tree_hash.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/sha256.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace keeperfs::compare {

namespace {

constexpr std::string_view tag = "keeperfs node 1";

/// A number of 256 bits.
class Sum256 {
public:
    void add(const std::array<std::uint8_t, 32>& bytes) noexcept {
        unsigned long long carry = 0;
        for (std::size_t i = 0; i < words_.size(); ++i) {
            __extension__ using Wide = unsigned __int128;
            const Wide sum = Wide{words_[i]} + load_le<std::uint64_t>(bytes.data() + 8 * i) + carry;
            words_[i] = static_cast<std::uint64_t>(sum);
            carry = static_cast<unsigned long long>(sum >> 64);
        }
    }
    std::string hex_digits() const {
        return fmt::format("{:016x}{:016x}{:016x}{:016x}", words_[3], words_[2], words_[1], words_[0]);
    }

private:
    std::array<std::uint64_t, 4> words_{};
};

void append_text(std::string& out, Bytes text) {
    append_le(out, std::uint64_t{text.size()});
    append_bytes(out, text);
}

void append_acl(std::string& out, const NodeAcl& acl) {
    // No list has this many entries: one that the file lacks is not the open one.
    append_le(out, acl.is_unknown ? UINT64_MAX : std::uint64_t{acl.list.size()});
    for (const tree::Acl& entry : acl.list) {
        append_le(out, entry.permissions);
        append_text(out, as_bytes(entry.scheme));
        append_text(out, as_bytes(entry.id));
    }
}

std::int64_t number_of(const Node& node, Field field) {
    switch (field) {
    case Field::null_data:
        return node.data_is_null ? 1 : 0;
    case Field::czxid:
        return node.stat.czxid;
    case Field::mzxid:
        return node.stat.mzxid;
    case Field::pzxid:
        return node.stat.pzxid;
    case Field::ctime:
        return node.stat.ctime;
    case Field::mtime:
        return node.stat.mtime;
    case Field::version:
        return node.stat.version;
    case Field::cversion:
        return node.stat.cversion;
    case Field::aversion:
        return node.stat.aversion;
    case Field::ephemeral_owner:
        return node.stat.ephemeral_owner;
    case Field::num_children:
        return node.num_children;
    case Field::seq_num:
        return node.stat.ephemeral_owner != 0 || node.ttl_ms ? 0 : node.seq_num;
    case Field::ttl_ms:
        return node.ttl_ms.value_or(INT64_MIN);
    case Field::container:
        return node.is_container ? 1 : 0;
    case Field::data:
    case Field::acl:
        break;
    }
    return 0;
}

void encode(const Node& node, FieldSet fields, std::string& out) {
    out = tag;
    append_le(out, fields.bits());
    append_text(out, node.path);
    fields.for_each([&](Field field) {
        if (field == Field::data)
            append_text(out, node.data);
        else if (field == Field::acl)
            append_acl(out, *node.acl);
        else
            append_le(out, number_of(node, field));
    });
}

bool is_system_node(std::string_view path) {
    return std::ranges::any_of(std::initializer_list<std::string_view>{"/keeper", "/zookeeper"},
                               [&](std::string_view top) {
                                   return path.starts_with(top) &&
                                          (path.size() == top.size() || path[top.size()] == '/');
                               });
}

/// f(top) for "/" and each path above this one, and itself, of at most so many names.
template <class F> void for_each_top(std::string_view path, unsigned depth, F f) {
    f(std::string_view("/"));
    std::size_t end = 0;
    for (unsigned i = 0; i < depth && end < path.size() && path.size() > 1; ++i) {
        end = std::min(path.find('/', end + 1), path.size());
        f(path.substr(0, end));
    }
}

void require_held(const Side& side, FieldSet fields) {
    fields.without(side.fields()).for_each([&](Field field) {
        throw Error(ErrorKind::usage, fmt::format("it does not hold the field {}", name_of(field)))
            .file(side.name())
            .hint("Leave it out on both sides of the comparison with --without.");
    });
}

} // namespace

std::map<std::string, SubtreeHash> hash_tree(Side& side, const TreeHashOptions& options, io::Meter* meter) {
    require_held(side, options.fields);
    struct Subtree {
        std::uint64_t nodes = 0;
        Sum256 sum;
    };
    std::map<std::string, Subtree, std::less<>> subtrees;
    if (meter != nullptr)
        meter->start("hashing", side.size());
    const auto nodes = side.read(meter);
    Sha256 sha256;
    std::string encoded;
    for (Node node; nodes->next(node);) {
        const std::string_view path = as_text(node.path);
        if ((!options.with_system_nodes && is_system_node(path)) ||
            std::ranges::any_of(options.ignored_paths, [&](const auto& glob) { return glob.matches(node.path); }))
            continue;
        encode(node, options.fields, encoded);
        sha256.update(as_bytes(encoded));
        const auto hash = sha256.digest();
        for_each_top(path, options.depth, [&](std::string_view top) {
            auto subtree = subtrees.find(top);
            if (subtree == subtrees.end())
                subtree = subtrees.emplace(std::string(top), Subtree()).first;
            ++subtree->second.nodes;
            subtree->second.sum.add(hash);
        });
    }
    std::map<std::string, SubtreeHash> hashes;
    for (const auto& [top, subtree] : subtrees)
        hashes[top] = {subtree.nodes, subtree.sum.hex_digits()};
    return hashes;
}

} // namespace keeperfs::compare
