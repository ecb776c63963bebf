#include "compared_side.h"

#include "config_option.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <vector>

using namespace keeperfs;

namespace {

bool is_configuration(std::string_view place) {
    return std::ranges::any_of(std::initializer_list<std::string_view>{".xml", ".yaml", ".yml"},
                               [&](std::string_view ending) { return place.ends_with(ending); });
}

} // namespace

void SourceRules::add_to(CLI::App& app) {
    app.add_flag("--allow-fuzzy", allow_fuzzy, "ZooKeeper: take a snapshot whose logs do not cover its writing")
        ->group("What to read");
    app.add_flag("--allow-gap", allow_gap, "ZooKeeper: go on over missing transactions")->group("What to read");
}

void ComparedSide::add_to(CLI::App& app, const char* argument) {
    const auto name = [&](const char* option) {
        return fmt::format("--{}{}{}", option, suffix.empty() ? "" : "-", suffix);
    };
    app.add_option(argument, place,
                   "A directory or snapshot of either server, nodes as JSON lines, or a Keeper's configuration")
        ->type_name("")
        ->required();
    app.add_option(name("at-index"), at_index, "Keeper: the last record of the log to apply")
        ->type_name("N")
        ->group("What to read");
    app.add_option(name("log-dir"), log_dir, "Where the logs lie, when elsewhere")
        ->type_name("DIR")
        ->group("What to read");
}

std::unique_ptr<compare::Side> ComparedSide::open(const SourceRules& rules, io::Meter& meter) const {
    compare::SideOptions options{place, log_dir, at_index, rules.allow_fuzzy, rules.allow_gap};
    if (is_configuration(place)) {
        const ConfigOption config{place};
        options.place = config.snapshot_dir();
        options.log_dir = log_dir.empty() ? config.log_dir() : log_dir;
    }
    return compare::open_side(io::FileSystem::system(), options, &meter);
}

compare::Field field_of(const char* option, std::string_view name,
                        std::initializer_list<std::string_view> others) {
    if (const auto field = compare::parse_field(name))
        return *field;
    std::vector<std::string_view> known(compare::field_names.begin(), compare::field_names.end());
    known.insert(known.end(), others);
    const auto meant = nearest(name, known);
    throw Error(ErrorKind::usage, fmt::format("{}: there is no field {}", option, escaped(name)))
        .hint(meant ? fmt::format("Is {} meant?", *meant) : fmt::format("There are {}.", fmt::join(known, ", ")));
}
