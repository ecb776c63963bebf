#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace console {

/// What may stand for an argument, by the words before it; for arguments that are neither files nor one of a
/// few.
using Completers = std::map<const CLI::Option*,
                            std::function<std::vector<std::string>(const std::vector<std::string>& words)>>;

/// What a shell may offer for the last of `words`, which follow the program's name; the last may be empty.
/// One candidate a line, with a tab and its explanation behind where there is one; a line ":files" or
/// ":directories" instead asks the shell for those. The completion scripts of the shells call it, so that
/// they know every command and option that there is.
std::string completions(const CLI::App& program, const std::vector<std::string>& words,
                        const Completers& completers);

} // namespace console
