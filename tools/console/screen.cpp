#include "console/screen.h"

#include "console/console.h"

#include <algorithm>
#include <string>

namespace console {

namespace {

/// Over what stands there, line by line, so that nothing flickers.
std::string in_place(std::string_view text, bool was_shown) {
    constexpr std::string_view clear = "\x1b[2J", home = "\x1b[H", end_of_line = "\x1b[K\n",
                               clear_below = "\x1b[J";
    std::string out(was_shown ? "" : clear);
    out += home;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out += text.substr(0, end);
        out += end_of_line;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    out += clear_below;
    return out;
}

} // namespace

void Screen::show(std::string_view text) {
    if (stdout_is_terminal())
        print(in_place(text, was_shown_));
    else
        print(std::string(was_shown_ ? "\n" : "") + std::string(text));
    was_shown_ = true;
}

} // namespace console
