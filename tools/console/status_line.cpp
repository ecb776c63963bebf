#include "console/status_line.h"

#include "console/console.h"

#include <string>

namespace console {

namespace {

// Without wrapping at the right edge: the next line could not replace a wrapped one.
constexpr std::string_view begin_line = "\r\x1b[K\x1b[?7l", end_line = "\x1b[?7h", clear_line = "\r\x1b[K";

} // namespace

StatusLine::~StatusLine() {
    if (shown_)
        print_message(clear_line);
}

void StatusLine::show(std::string_view text) const {
    if (!shown_)
        return;
    print_message(std::string(begin_line).append(text).append(end_line));
}

} // namespace console
