#pragma once
#include "snapshot_input.h"

#include <string>
#include <vector>

/// The path of one node, as it was typed: \xNN stands for a byte and \\ for a backslash, as paths are
/// printed.
struct NodeArgument {
    std::string typed;

    void add_to(CLI::App& app);
    /// What is typed before stays where none is given.
    void add_optional_to(CLI::App& app);
    /// Throws Error(usage) for what no node can be called.
    std::string path() const;
};

/// Says that the snapshot has no such node; the exit code.
int no_such_node(const SnapshotInput& input, const std::string& path);

/// body(reader, node) for the node of this path, and no reading beyond it: only this one is wanted. False
/// when there is none.
template <class F> bool at_node(SnapshotInput& input, const std::string& path, F body) {
    return input.read([&](keeperfs::keeper::SnapshotReader& reader) {
        for (keeperfs::keeper::SnapshotNode node; reader.next(node);)
            if (keeperfs::as_text(node.path) == path) {
                body(reader, node);
                return true;
            }
        return false;
    });
}

/// What a command about one node asks for.
struct NodeQuestion {
    SnapshotArgument snapshot;
    NodeArgument node;
    console::ConsoleOptions console;

    void add_to(CLI::App& app, const std::vector<std::string>& formats) {
        snapshot.add_to(app);
        node.add_to(app);
        console.add_to(app, formats);
    }
    void add_to(CLI::App& app) { add_to(app, {"text", "json"}); }
};

/// Prints answer(reader, node); the exit code.
template <class F> int print_of_node(const NodeQuestion& question, F answer) {
    const std::string path = question.node.path();
    SnapshotInput input(question.snapshot, question.console, Answer::at_the_end);
    std::string out;
    if (!at_node(input, path, [&](const auto& reader, const auto& node) { out = answer(reader, node); }))
        return no_such_node(input, path);
    console::print(out);
    return 0;
}
