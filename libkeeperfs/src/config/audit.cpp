#include "config/audit.h"

#include "config/expansion.h"

#include "keeperfs/base/text.h"

#include <set>
#include <unordered_map>

namespace keeperfs::config {

namespace {

/// Settings come once; these are lists.
constexpr std::string_view lists[] = {"server", "listen_host", "rule", "ip", "host", "host_regexp", "header"};

std::set<std::string_view> names_of_attributes(const Node& element) {
    std::set<std::string_view> names;
    for (const Attribute& attribute : element.attributes)
        if (!is_instruction(attribute.name))
            names.insert(attribute.name);
    return names;
}

class Audit {
public:
    Audit(Reading& reading, const KeyIndex& keys) : reading_(reading), keys_(keys) {}

    void visit(const Node& element, bool is_keeper) {
        if (element.has("encrypted_by"))
            reading_.report(
                "config.value.encrypted", element.place,
                fmt::format("<{}> is encrypted; only the server can read it", escaped(element.text)));
        for (const Node& child : element.children)
            if (child.is_element())
                visit(child, is_keeper || child.text == "keeper_server");
            else if (child.kind == Node::Kind::text && !expanded(keys_, child.text))
                reading_.report(
                    "config.value.circular", element.place,
                    fmt::format("the references of <{}> never end, or are too long", escaped(element.text)),
                    "A server stops when it reads this value; write it out.");
        look_for_hidden(element, is_keeper);
    }

private:
    Reading& reading_;
    const KeyIndex& keys_;

    void look_for_hidden(const Node& parent, bool is_keeper) {
        std::unordered_map<std::string_view, const Node*> first;
        std::set<std::string_view> reported;
        for (const Node& child : parent.children) {
            if (!child.is_element())
                continue;
            const auto [found, is_new] = first.try_emplace(child.text, &child);
            if (is_new || reported.contains(child.text))
                continue;
            const bool differ = names_of_attributes(*found->second) != names_of_attributes(child);
            const bool is_setting =
                is_keeper && !child.has_elements() && std::ranges::find(lists, child.text) == std::end(lists);
            if (!differ && !is_setting)
                continue;
            reported.insert(child.text);
            const Origin read = reading_.origin_of(found->second->place);
            reading_.report("config.value.duplicate", child.place,
                            fmt::format("a second <{}>: a server reads the first, of {}, line {}",
                                        escaped(child.text), escaped(read.file), read.line),
                            differ
                                ? "The two did not merge, since their attributes differ; give both the same."
                                : "Remove one of them.");
        }
    }
};

} // namespace

void audit(Reading& reading, const Node& root, const KeyIndex& keys) {
    Audit(reading, keys).visit(root, false);
}

} // namespace keeperfs::config
