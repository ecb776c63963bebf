#include "changes_report.h"

#include "keeperfs/base/text.h"

#include <algorithm>

using namespace keeperfs;

void add_changes(TextReport& out, const std::vector<convert::Change>& changes, bool verbose) {
    if (!changes.empty())
        out.heading("Different from what was read");
    for (const convert::Change& change : changes) {
        out.line(grouped(change.count), "{}", change.message);
        add_examples(out, change, verbose);
    }
}

void add_examples(TextReport& out, const convert::Change& change, bool verbose) {
    constexpr std::size_t most_examples = 3;
    const std::size_t shown =
        verbose ? change.examples.size() : std::min(change.examples.size(), most_examples);
    for (std::size_t i = 0; i < shown; ++i)
        out.line("", "{}", escaped(change.examples[i]));
}

void add_next_steps(TextReport& out, const std::vector<std::string>& steps) {
    out.heading("Next");
    for (std::size_t i = 0; i < steps.size(); ++i)
        out.line(fmt::format("{}.", i + 1), "{}", steps[i]);
}
