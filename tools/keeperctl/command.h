#pragma once
// How a command of keeperctl is declared: its options are a struct that adds itself to the parser, what it
// does is a function of them.
#include "console/completion.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>

/// The exit code for "done, and the answer is: not well".
inline constexpr int not_well = 3;

/// What the command line chose; main() runs it.
struct Chosen {
    std::function<int()> run;
    console::Completers completers;
};

struct CommandText {
    const char* name;
    const char* description; ///< one sentence
    const char* examples;    ///< lines for the end of --help
};

/// A command that only holds others.
CLI::App& add_group(CLI::App& parent, const char* name, const char* description);

/// The parser of one command, without its options.
CLI::App& add_parser(CLI::App& group, const CommandText& text);
void when_chosen(CLI::App& command, std::function<void()> choose);

/// Options has `void add_to(CLI::App&)`; one value of it lives as long as the parser.
template <class Options>
void add_command(CLI::App& group, Chosen& chosen, const CommandText& text, int (*run)(const Options&)) {
    const auto options = std::make_shared<Options>();
    CLI::App& command = add_parser(group, text);
    options->add_to(command);
    when_chosen(command, [&chosen, options, run] { chosen.run = [options, run] { return run(*options); }; });
}
