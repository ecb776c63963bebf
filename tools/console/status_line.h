#pragma once
#include <string_view>

namespace console {

/// One line on standard error that says how far a job is, in place of the one before; gone when it goes.
class StatusLine {
public:
    explicit StatusLine(bool shown) : shown_(shown) {}
    StatusLine(const StatusLine&) = delete;
    StatusLine& operator=(const StatusLine&) = delete;
    ~StatusLine();

    void show(std::string_view text) const;

private:
    bool shown_;
};

} // namespace console
