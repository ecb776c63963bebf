#include "config/yaml_parser.h"

#include "keeperfs/base/text.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <unordered_map>

namespace keeperfs::config {

namespace {

constexpr std::uint64_t line_of(const YAML::Mark& mark) {
    return mark.line < 0 ? 0 : static_cast<std::uint64_t>(mark.line) + 1;
}

/// Makes nodes of yaml-cpp's events. Its own tree would be a second copy, without limits.
class Builder final : public YAML::EventHandler {
public:
    Builder(Reading& reading, std::uint32_t file) : reading_(reading), file_(file) {}

    YamlPointer root() const { return root_; }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { put(made(mark, anchor)); }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  const std::string& value) override {
        const auto node = made(mark, anchor);
        node->kind = YamlNode::Kind::scalar;
        node->text = value;
        put(node);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto named = anchors_.find(anchor);
        if (named == anchors_.end())
            fail(mark, "the alias has no anchor");
        for (const Open& open : open_)
            if (open.node == named->second)
                fail(mark, "the alias stands inside what it names, so it never ends");
        put(named->second);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        begin(mark, anchor, YamlNode::Kind::sequence);
    }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        begin(mark, anchor, YamlNode::Kind::map);
    }
    void OnSequenceEnd() override { end(); }
    void OnMapEnd() override { end(); }

private:
    using Made = std::shared_ptr<YamlNode>;
    struct Open {
        Made node;
        YamlPointer key; ///< of a map: waits for its value
    };
    Reading& reading_;
    std::uint32_t file_;
    std::uint64_t count_ = 0;
    std::vector<Open> open_;
    std::unordered_map<YAML::anchor_t, Made> anchors_;
    YamlPointer root_ = std::make_shared<YamlNode>();

    [[noreturn]] void fail(const YAML::Mark& mark, std::string message) const {
        reading_.fail({file_, static_cast<std::uint32_t>(line_of(mark))}, std::move(message));
    }
    Made made(const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (++count_ > reading_.options.limits.nodes)
            fail(mark, fmt::format("there are more than {} keys and values",
                                   grouped(reading_.options.limits.nodes)));
        auto node = std::make_shared<YamlNode>();
        node->line = static_cast<std::uint32_t>(line_of(mark));
        if (anchor != 0)
            anchors_[anchor] = node;
        return node;
    }
    void put(YamlPointer node) {
        if (open_.empty()) {
            root_ = std::move(node);
            return;
        }
        Open& open = open_.back();
        if (open.node->kind == YamlNode::Kind::sequence)
            open.node->items.push_back(std::move(node));
        else if (!open.key)
            open.key = std::move(node);
        else
            open.node->pairs.emplace_back(std::exchange(open.key, nullptr), std::move(node));
    }
    void begin(const YAML::Mark& mark, YAML::anchor_t anchor, YamlNode::Kind kind) {
        const auto node = made(mark, anchor);
        node->kind = kind;
        open_.push_back({node, nullptr});
        reading_.check_depth({file_, node->line}, static_cast<std::uint32_t>(open_.size()));
    }
    void end() {
        const Made node = std::move(open_.back().node);
        open_.pop_back();
        put(node);
    }
};

/// yaml-cpp keeps the tokens of a list or map in brackets until it ends, some 200 bytes for each.
void check_flow(const Reading& reading, std::string_view content, std::uint32_t file) {
    constexpr std::ptrdiff_t most = 1'000'000;
    const auto marks = std::ranges::count_if(
        content, [](char c) { return c == '[' || c == ']' || c == '{' || c == '}' || c == ','; });
    if (marks > most)
        reading.fail({file, 0}, fmt::format("the file has more than {} brackets and commas", grouped(most)),
                     "Write its lists and maps line by line.");
}

} // namespace

YamlPointer parse_yaml(Reading& reading, const std::string& content, std::uint32_t file) {
    check_flow(reading, content, file);
    try {
        std::istringstream stream(content);
        YAML::Parser parser(stream);
        Builder builder(reading, file);
        parser.HandleNextDocument(builder);
        return builder.root();
    } catch (const YAML::Exception& problem) {
        reading.fail({file, static_cast<std::uint32_t>(line_of(problem.mark))},
                     fmt::format("this is no YAML: {}", escaped(problem.msg)),
                     "A server stops here as well; correct the file. Indent with blanks, never with tabs.");
    }
}

} // namespace keeperfs::config
