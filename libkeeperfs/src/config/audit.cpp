#include "config/audit.h"

#include "config/expansion.h"

#include "keeperfs/base/text.h"

#include <set>
#include <unordered_map>

namespace keeperfs::config {

namespace {

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

    void visit(const Node& element) {
        if (element.has("encrypted_by"))
            reading_.report(
                "config.value.encrypted", element.place,
                fmt::format("<{}> is encrypted; only the server can read it", escaped(element.text)));
        for (const Node& child : element.children)
            if (child.is_element())
                visit(child);
            else if (child.kind == Node::Kind::text)
                expand(element, child);
        look_for_hidden(element);
    }

private:
    Reading& reading_;
    const KeyIndex& keys_;

    void expand(const Node& element, const Node& text) {
        const std::optional<Expanded> found = expanded(keys_, text.text);
        if (!found)
            reading_.report(
                "config.value.circular", element.place,
                fmt::format("the references of <{}> never end, or are too long", escaped(element.text)),
                "A server stops when it reads this value; write it out.");
        constexpr std::size_t bytes_a_step = 64;
        reading_.charge_step(element.place,
                             1 + (found ? found->text.size() : longest_expansion) / bytes_a_step);
    }

    /// Elements of one name that no file could merge, since their attributes differ.
    void look_for_hidden(const Node& parent) {
        struct First {
            const Node* element;
            std::set<std::string_view> attributes;
        };
        std::unordered_map<std::string_view, First> first;
        std::set<std::string_view> reported;
        for (const Node& child : parent.children) {
            if (!child.is_element())
                continue;
            std::set<std::string_view> attributes = names_of_attributes(child);
            const auto found = first.find(child.text);
            if (found == first.end()) {
                first.emplace(child.text, First{&child, std::move(attributes)});
                continue;
            }
            if (found->second.attributes == attributes || reported.contains(child.text))
                continue;
            reported.insert(child.text);
            const Origin read = reading_.origin_of(found->second.element->place);
            reading_.report("config.value.duplicate", child.place,
                            fmt::format("a second <{}>: a server reads the first, of {}, line {}",
                                        escaped(child.text), escaped(read.file), read.line),
                            "The two did not merge, since their attributes differ; give both the same.");
        }
    }
};

} // namespace

void audit(Reading& reading, const Node& root, const KeyIndex& keys) { Audit(reading, keys).visit(root); }

} // namespace keeperfs::config
