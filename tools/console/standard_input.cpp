#include "console/standard_input.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/cancel.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace console {

using keeperfs::Error;
using keeperfs::ErrorKind;

StandardInput::StandardInput() {
    if (::isatty(STDIN_FILENO) != 0)
        throw Error(ErrorKind::usage, "standard input is a terminal; send a file into it");
}

std::size_t StandardInput::read(std::span<std::uint8_t> into) {
    for (;;) {
        keeperfs::io::throw_if_cancelled();
        const ::ssize_t got = ::read(STDIN_FILENO, into.data(), into.size());
        if (got >= 0)
            return static_cast<std::size_t>(got);
        if (errno != EINTR)
            throw Error(ErrorKind::bad_input, "cannot be read: " + std::generic_category().message(errno))
                .file("standard input");
    }
}

} // namespace console
