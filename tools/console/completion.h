#pragma once
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace console {

/// What a shell may offer for the last of `words`, which follow the program's name; the last may be empty.
/// One candidate a line, with a tab and its explanation behind where there is one; a line ":files" or
/// ":directories" instead asks the shell for those. The completion scripts of the shells call it, so that
/// they know every command and option that there is.
std::string completions(const CLI::App& program, const std::vector<std::string>& words);

} // namespace console
