#include "config/merge.h"

#include "keeperfs/base/text.h"
#include "keeperfs/config/values.h"

#include <deque>
#include <unordered_map>

namespace keeperfs::config {

namespace {

void remember(Node& node, std::string text, Place place) {
    node.own_history().overrode.push_back({std::move(text), place});
}

/// What `after` overrode is `before`, and what that had overrode; in containers, element by element of one
/// name.
void inherit_history(Node& after, Node& before) {
    if (!before.has_elements() && !after.has_elements()) {
        if (before.history)
            after.own_history().overrode = std::move(before.history->overrode);
        remember(after, before.inner_text(), before.place);
        return;
    }
    std::unordered_map<std::string_view, std::deque<Node*>> olds;
    for (Node& child : before.children)
        if (child.is_element())
            olds[child.text].push_back(&child);
    for (Node& child : after.children) {
        if (!child.is_element())
            continue;
        std::deque<Node*>& queue = olds[child.text];
        if (queue.empty())
            continue;
        inherit_history(child, *queue.front());
        queue.pop_front();
    }
}

/// Below an element that found no partner, "remove" removes and "replace" means nothing.
void obey_instructions(Node& node) {
    std::erase_if(node.children, [](const Node& child) { return child.is_element() && child.has("remove"); });
    for (Node& child : node.children) {
        child.remove_attribute("replace");
        obey_instructions(child);
    }
}

class Merge {
public:
    Merge(Reading& reading, Node& base, Node& over, std::uint32_t depth)
        : reading_(reading), base_(base), over_(over), depth_(depth) {
        reading.check_depth(over.place, depth);
        reading.charge_step(over.place, base.children.size() + over.children.size());
    }

    void run() {
        take_values_place();
        drop_text();
        index();
        for (auto child = over_.children.begin(); child != over_.children.end();) {
            const auto next = std::next(child);
            add(child);
            child = next;
        }
    }

private:
    using Position = std::list<Node>::iterator;
    struct Same {
        std::deque<Position> unused;
        std::size_t in_base = 0, in_over = 0;
        bool is_reported = false;
    };
    Reading& reading_;
    Node& base_;
    Node& over_;
    std::uint32_t depth_;
    std::unordered_map<std::string, Same> by_identity_;

    /// A value has the place of the file that said it last.
    void take_values_place() {
        if (base_.has_elements() || over_.has_elements() || depth_ == 0)
            return;
        remember(base_, base_.inner_text(), base_.place);
        base_.place = over_.place;
    }
    void drop_text() {
        std::erase_if(base_.children, [](const Node& child) {
            return child.kind == Node::Kind::text && !is_blank(child.text);
        });
    }
    void index() {
        for (auto child = base_.children.begin(); child != base_.children.end(); ++child)
            if (child->is_element()) {
                Same& same = by_identity_[identity_of(*child)];
                same.unused.push_back(child);
                ++same.in_base;
            }
        for (const Node& child : over_.children)
            if (child.is_element())
                ++by_identity_[identity_of(child)].in_over;
    }

    void add(Position child) {
        if (child->is_element()) {
            if (child->has("remove") && child->has("replace"))
                reading_.fail(child->place,
                              fmt::format("both remove and replace attributes set for element <{}>",
                                          escaped(child->text)),
                              "A server does not start; leave one of them out.");
            Same& same = by_identity_[identity_of(*child)];
            if (!same.unused.empty()) {
                const Position partner = same.unused.front();
                same.unused.pop_front();
                return meet(same, partner, child);
            }
            if (child->has("remove"))
                return;
        }
        obey_instructions(*child);
        base_.children.splice(base_.children.end(), over_.children, child);
    }

    void meet(Same& same, Position partner, Position child) {
        for (const char* name : {"remove", "replace"})
            if (const Attribute* attribute = child->attribute(name))
                report_false(*child, *attribute);
        if (child->has("remove")) {
            base_.children.erase(partner);
        } else if (child->has("replace")) {
            inherit_history(*child, *partner);
            base_.children.splice(partner, over_.children, child);
            base_.children.erase(partner);
        } else {
            report_list(same, *partner, *child);
            if (!child->children.empty())
                for (const std::string_view name : substitution_attributes)
                    partner->remove_attribute(name);
            for (const Attribute& attribute : child->attributes)
                partner->set(attribute);
            merge_into(reading_, *partner, std::move(*child), depth_ + 1);
        }
    }

    void report_false(const Node& child, const Attribute& attribute) {
        if (boolean_of(attribute.value) == false)
            reading_.report(
                "config.attribute.false", child.place,
                fmt::format("{}=\"{}\" of <{}> works all the same: only the attribute's presence counts",
                            attribute.name, escaped(attribute.value), escaped(child.text)),
                "Leave the attribute out to merge.");
    }
    void report_list(Same& same, const Node& partner, const Node& child) {
        if (same.is_reported || (same.in_base < 2 && same.in_over < 2))
            return;
        same.is_reported = true;
        const Origin old = reading_.origin_of(partner.place);
        reading_.report("config.list.by-position", child.place,
                        fmt::format("<{}> pairs by its position with the first of {} in {}, line {}: values "
                                    "are mixed, and further ones stay",
                                    escaped(child.text), same.in_base, escaped(old.file), old.line),
                        fmt::format("To replace the list, write <{} replace=\"replace\"> around it.",
                                    escaped(base_.text)));
    }
};

} // namespace

void merge_into(Reading& reading, Node& base, Node over, std::uint32_t depth) {
    Merge(reading, base, over, depth).run();
}

} // namespace keeperfs::config
