#include "console/completion.h"

#include <CLI/CLI.hpp>

#include <span>
#include <string_view>

namespace console {

namespace {

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

class Candidates {
public:
    explicit Candidates(std::string_view begun) : begun_(begun) {}

    void add(const std::string& word, const std::string& explanation) {
        if (word.starts_with(begun_))
            out_ += explanation.empty() ? word + "\n" : word + "\t" + first_line(explanation) + "\n";
    }
    const std::string& lines() const noexcept { return out_; }

private:
    std::string_view begun_;
    std::string out_;
};

const CLI::Option* option_named(const CLI::App& command, const std::string& word) {
    const std::string name = word.substr(0, word.find('='));
    return name.starts_with('-') ? command.get_option_no_throw(name) : nullptr;
}

const CLI::App* command_named(const CLI::App& group, const std::string& word) {
    for (const CLI::App* command : group.get_subcommands({}))
        if (command->get_name() == word)
            return command;
    return nullptr;
}

bool takes_a_value(const CLI::Option* option) {
    return option != nullptr && option->get_items_expected_max() > 0;
}

/// `prefix`: what stands before the value in the same word, as in "--format=".
std::string values_of(const CLI::Option& option, const std::string& begun, const std::string& prefix) {
    const std::string type = option.get_type_name();
    if (type == "DIR")
        return ":directories\n";
    if (type == "FILE" || type == "FILE|DIR")
        return ":files\n";
    Candidates values(begun);
    if (type.find('|') != std::string::npos)
        for (const std::string& value : CLI::detail::split(type, '|'))
            values.add(prefix + value, "");
    return values.lines();
}

/// The argument that the next word is for, where `given` of them stand before; nullptr when there is none.
const CLI::Option* positional_at(const CLI::App& command, std::size_t given) {
    for (const CLI::Option* option : command.get_options()) {
        if (!option->get_positional())
            continue;
        const auto takes = static_cast<std::size_t>(option->get_expected_max());
        if (given < takes)
            return option;
        given -= takes;
    }
    return nullptr;
}

std::string arguments_of(const CLI::App& command, std::size_t given, const std::string& begun) {
    const CLI::Option* const argument = positional_at(command, given);
    const std::string type = argument == nullptr ? "" : argument->get_type_name();
    return type.empty() ? ":files\n" : values_of(*argument, begun, "");
}

std::string options_of(const CLI::App& command, const std::string& begun) {
    Candidates names(begun);
    for (const CLI::Option* option : command.get_options())
        for (const std::string& name : option->get_lnames())
            names.add("--" + name, option->get_description());
    return names.lines();
}

std::string commands_of(const CLI::App& group, const std::string& begun) {
    Candidates names(begun);
    for (const CLI::App* command : group.get_subcommands({}))
        names.add(command->get_name(), command->get_description());
    return names.lines();
}

} // namespace

std::string completions(const CLI::App& program, const std::vector<std::string>& words,
                        const Completers& completers) {
    if (words.empty())
        return {};
    const CLI::App* command = &program;
    const CLI::Option* waiting = nullptr; // for a value, which is the next word
    std::size_t arguments = 0;
    const auto before = std::span(words).first(words.size() - 1);
    for (const std::string& word : before) {
        if (waiting != nullptr) {
            waiting = nullptr;
        } else if (const CLI::Option* option = option_named(*command, word); takes_a_value(option)) {
            waiting = word.find('=') == std::string::npos ? option : nullptr;
        } else if (const CLI::App* inner = command_named(*command, word)) {
            command = inner;
            arguments = 0;
        } else if (!word.starts_with('-')) {
            ++arguments;
        }
    }
    const std::string& last = words.back();
    const auto values_for = [&](const CLI::Option& option, const std::string& prefix) {
        const auto completer = completers.find(&option);
        if (completer == completers.end())
            return values_of(option, last, prefix);
        Candidates values(last);
        for (const std::string& value : completer->second({before.begin(), before.end()}))
            values.add(prefix + value, "");
        return values.lines();
    };
    if (waiting != nullptr)
        return values_for(*waiting, "");
    if (const std::size_t equals = last.find('='); equals != std::string::npos)
        if (const CLI::Option* option = option_named(*command, last); takes_a_value(option))
            return values_for(*option, last.substr(0, equals + 1));
    if (last.starts_with('-'))
        return options_of(*command, last);
    if (const CLI::Option* const argument = positional_at(*command, arguments); completers.contains(argument))
        return values_for(*argument, "");
    const bool is_group = !command->get_subcommands({}).empty();
    return is_group ? commands_of(*command, last) : arguments_of(*command, arguments, last);
}

} // namespace console
