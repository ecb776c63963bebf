#include "commands.h"
#include "config_input.h"
#include "config_print.h"

#include "keeperfs/base/text.h"
#include "keeperfs/config/diff.h"
#include "keeperfs/config/secrets.h"

#include <fmt/format.h>

using namespace keeperfs;
using config::Difference;
using config::Value;
using console::Style;

namespace {

constexpr CommandText text{
    "diff", "What differs between two configurations, of two nodes or before and after an edit",
    R"(  keeperctl config diff node1/keeper_config.xml node2/keeper_config.xml
  keeperctl config diff old/keeper_config.xml /etc/clickhouse-keeper/keeper_config.xml --format json)"};

struct Options {
    std::string before, after;
    ConfigReading reading;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("BEFORE", before, "A main file")->type_name("")->required();
        app.add_option("AFTER", after, "Another")->type_name("")->required();
        reading.add_to(app);
        console.add_to(app);
    }
};

bool is_secret(const Difference& difference) {
    const auto is = [&](const std::optional<Value>& value) {
        return value && config::is_secret(difference.key, *value);
    };
    return is(difference.before) || is(difference.after);
}

std::string line(const Difference& difference, const Value& value, bool is_new, bool colored) {
    const std::string remark = remark_text(value);
    const std::string said = fmt::format("{} {} = {}  ({}{}{})", is_new ? '+' : '-', escaped(difference.key),
                                         value_text(value, is_secret(difference)), place_text(value.origin),
                                         remark.empty() ? "" : "; ", remark);
    return console::styled(said, is_new ? Style::green : Style::red, colored) + "\n";
}

std::string to_text(const std::vector<Difference>& differences, bool colored) {
    std::string out;
    for (const Difference& difference : differences) {
        if (difference.before)
            out += line(difference, *difference.before, false, colored);
        if (difference.after)
            out += line(difference, *difference.after, true, colored);
    }
    return out + (differences.empty() ? "no difference\n"
                                      : counted(differences.size(), "difference", "differences") + "\n");
}

const char* kind_of(const Difference& difference) {
    return !difference.before ? "added" : !difference.after ? "removed" : "changed";
}

std::string to_json(const std::vector<Difference>& differences) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).member("equal", differences.empty());
    json.key("differences").begin_array();
    for (const Difference& difference : differences) {
        json.begin_object().member("key", difference.key).member("kind", kind_of(difference));
        const auto add = [&](const char* side, const std::optional<Value>& value) {
            if (!value)
                return;
            json.key(side).begin_object();
            add_members(json, *value, is_secret(difference));
            json.end_object();
        };
        add("before", difference.before);
        add("after", difference.after);
        json.end_object();
    }
    json.end_array().end_object();
    return std::string(json.view());
}

int run(const Options& options) {
    const std::vector<Difference> differences =
        config::differences(options.reading.load(options.before), options.reading.load(options.after));
    if (options.console.format == "json")
        console::print_json(to_json(differences));
    else if (!options.console.quiet)
        console::print(to_text(differences, options.console.colored()));
    return differences.empty() ? 0 : not_well;
}

} // namespace

void add_config_diff(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
