#pragma once
#include "console/completion.h"

#include <functional>

namespace CLI {
class App;
}

namespace console {

/// Parses the command line, runs `body`, and turns whatever happens into a message on standard error and the
/// exit code of the house: body's own value, or the kind of the Error that it throws. SIGINT and SIGTERM end
/// the library's jobs. A program with commands gives a callback to each, which says what `body` shall do;
/// where the line names a group of commands only, the group's help is the message, and the usage is wrong.
int run_program(CLI::App& app, int argc, char** argv, const std::function<int()>& body,
                const Completers& completers = {});

/// Of the programs: "0.1.0".
const char* version() noexcept;

} // namespace console
