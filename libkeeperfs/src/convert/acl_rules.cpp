#include "convert/acl_rules.h"

#include "convert/acl_text.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <map>
#include <utility>

namespace keeperfs::convert {

namespace {

/// What a session of Keeper can prove: a digest, or being super; world needs no proof.
bool keeper_knows(std::string_view scheme) {
    return scheme == "world" || scheme == "digest" || scheme == "super";
}

std::string text_of(const tree::Acl& acl) { return escaped(fmt::format("{}:{}", acl.scheme, acl.id)); }

void apply_rules(tree::AclList& list, const std::vector<AclRule>& rules) {
    for (tree::Acl& acl : list) {
        const auto rule = std::ranges::find_if(rules, [&](const AclRule& candidate) {
            return candidate.from_scheme == acl.scheme &&
                   (candidate.from_id == "*" || candidate.from_id == acl.id);
        });
        if (rule != rules.end())
            acl = {rule->to_permissions.value_or(acl.permissions), rule->to_scheme, rule->to_id};
    }
}

} // namespace

std::optional<AclRule> parse_acl_rule(std::string_view text) {
    // An id may hold '=' (base64), so the target is looked for by what it must begin with.
    std::size_t equals = std::string_view::npos;
    for (const std::string_view target : {"=world:", "=digest:"})
        if (const std::size_t found = text.rfind(target); found != std::string_view::npos)
            equals = equals == std::string_view::npos ? found : std::max(equals, found);
    if (equals == std::string_view::npos)
        return std::nullopt;
    AclRule rule;
    const auto [from_scheme, from_id] = split_at(text.substr(0, equals), ':');
    const auto target = parse_acl_target(text.substr(equals + 1));
    if (from_scheme.empty() || from_id.empty() || !target)
        return std::nullopt;
    rule.from_scheme = from_scheme;
    rule.from_id = from_id;
    rule.to_scheme = target->scheme;
    rule.to_id = target->id;
    rule.to_permissions = target->permissions;
    return rule;
}

AclMapping::AclMapping(const zookeeper::RestoredTree& tree, const ZooKeeperToKeeperOptions& options,
                       ChangeLog& changes) {
    std::map<tree::AclList, std::uint64_t> ids_by_list;
    std::vector<std::string> refused;
    for (std::uint32_t i = 0; i < tree.acls().size(); ++i) {
        const std::uint64_t uses = tree.acl_uses(i);
        tree::AclList list = tree.acls()[i];
        if (uses > 0 && !options.acl_map.empty()) {
            apply_rules(list, options.acl_map);
            if (list != tree.acls()[i])
                changes.add("acl.mapped", "nodes whose ACL was changed as --acl-map says",
                            text_of(tree.acls()[i].front()), uses);
        }
        for (const tree::Acl& acl : list) {
            if (uses == 0 || keeper_knows(acl.scheme))
                continue;
            if (options.acls == AclPolicy::fail)
                refused.push_back(fmt::format("{} ({})", text_of(acl), counted(uses, "node", "nodes")));
            else if (options.acls == AclPolicy::keep)
                changes.add("acl.foreign-scheme",
                            "nodes with an ACL of a scheme that Keeper does not know; kept, but no session "
                            "can match it, so "
                            "only super reaches what nothing else in the list allows",
                            text_of(acl), uses);
        }
        if (options.acls == AclPolicy::open && uses > 0 &&
            !std::ranges::all_of(list, [](const tree::Acl& acl) { return keeper_knows(acl.scheme); })) {
            changes.add(
                "acl.opened",
                "nodes whose ACL has a scheme that Keeper does not know; they are open to everybody now",
                text_of(list.front()), uses);
            list.clear();
        }
        const bool open = list.empty() || tree::is_open(list) || uses == 0;
        std::uint64_t& id = ids_by_list[list];
        if (!open && id == 0) {
            id = entries_.size() + 1;
            entries_.push_back({id, list});
        }
        ids_.push_back(open ? 0 : id);
    }
    if (!refused.empty())
        throw Error(ErrorKind::refused,
                    fmt::format("ACLs with schemes that Keeper does not know: {}", fmt::join(refused, ", ")))
            .hint("Map them with --acl-map, keep them with --acl-policy keep (only super will match), or "
                  "open them with "
                  "--acl-policy open.");
}

} // namespace keeperfs::convert
