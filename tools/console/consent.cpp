#include "console/consent.h"

#include "console/console.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/cancel.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace console {

namespace {

/// A line from the terminal, without its end.
std::string typed_line() {
    std::string line;
    for (;;) {
        keeperfs::io::throw_if_cancelled();
        constexpr int slice_ms = 50; // how long a signal may go unnoticed
        pollfd asked{STDIN_FILENO, POLLIN, 0};
        if (::poll(&asked, 1, slice_ms) <= 0)
            continue;
        char typed = 0;
        const ssize_t got = ::read(STDIN_FILENO, &typed, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0 || typed == '\n')
            return line;
        line += typed;
    }
}

} // namespace

void require_consent(bool yes, std::string_view action, std::string_view target) {
    using keeperfs::Error;
    using keeperfs::ErrorKind;
    if (yes)
        return;
    if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0)
        throw Error(ErrorKind::refused, std::string(action))
            .hint("Nothing was done yet: say --yes, or run it on a terminal and type the name there.");
    const std::string name = keeperfs::escaped(target);
    print_message(fmt::format("{}\nType {} to go on: ", wrapped(action, 0), name));
    if (typed_line() != target)
        throw Error(ErrorKind::refused, fmt::format("this is not {}; nothing was done", name));
}

} // namespace console
