#include "steps_report.h"

#include "json_texts.h"
#include "recover_names.h"

#include "keeperfs/base/text.h"

using namespace keeperfs;
using recover::Step;

namespace {

/// What is to be copied, as it is.
void add_literally(TextReport& out, std::string_view text) {
    constexpr const char* indent = "      ";
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out.literal(indent + std::string(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

std::string servers_of(const Step& step) {
    std::string text = step.configured.size() == 1 ? "server" : "servers";
    for (std::size_t i = 0; i < step.configured.size(); ++i)
        text += fmt::format("{} {}", i == 0 ? "" : ",", step.configured[i]);
    return text;
}

} // namespace

void add_steps(TextReport& out, const std::vector<Step>& steps) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Step& step = steps[i];
        out.heading(fmt::format("Step {}: {}", i + 1, step.title));
        for (const std::string& action : step.actions)
            out.row("", "{}", action);
        for (const std::string& command : step.commands)
            add_literally(out, command);
        if (!step.members.empty()) {
            out.row("", "In the configuration of {}, in the place of the section that is there:",
                    servers_of(step));
            add_literally(out, recover::configuration_of(step));
        }
        if (!step.checks.empty())
            out.row("", "To check: {}", step.expected);
        for (const std::string& check : step.checks)
            add_literally(out, check);
    }
}

void add_steps(JsonWriter& json, const std::vector<Step>& steps) {
    json.key("steps").begin_array();
    for (const Step& step : steps) {
        json.begin_object().member("title", step.title);
        add_texts(json, "actions", step.actions);
        add_texts(json, "commands", step.commands);
        if (!step.members.empty()) {
            add_members(json, "members", step.members);
            json.key("configured").begin_array();
            for (const std::int32_t id : step.configured)
                json.integer(id);
            json.end_array().member("configuration", recover::configuration_of(step));
        }
        add_texts(json, "checks", step.checks);
        json.member("expected", step.expected).end_object();
    }
    json.end_array();
}
