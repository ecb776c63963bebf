#pragma once
#include <string_view>

namespace console {

/// A text on standard output that is shown again and again: on a terminal in place of the one before,
/// elsewhere one after the other.
class Screen {
public:
    void show(std::string_view text);

private:
    bool was_shown_ = false;
};

} // namespace console
