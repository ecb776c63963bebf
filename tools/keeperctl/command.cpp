#include "command.h"

// Here, and not in the header: the parser is one header, and whoever makes a part of it compiles all of it.

CLI::App& add_group(CLI::App& parent, const char* name, const char* description) {
    CLI::App& group = *parent.add_subcommand(name, description)->group("Commands");
    // At most one: a file that bears the name of a command is an argument.
    group.require_subcommand(0, 1);
    group.footer("Each command has its own --help.");
    return group;
}

CLI::App& add_parser(CLI::App& group, const CommandText& text) {
    CLI::App& command = *group.add_subcommand(text.name, text.description)->group("Commands");
    command.footer(std::string("Examples:\n") + text.examples);
    return command;
}

void when_chosen(CLI::App& command, std::function<void()> choose) { command.callback(std::move(choose)); }
