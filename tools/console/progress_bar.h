#pragma once
#include "keeperfs/io/progress.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace console {

/// Shows a meter on standard error until it goes: what, how much, bytes/s, and the time that is left.
class ProgressBar {
public:
    ProgressBar(const keeperfs::io::Meter& meter, bool shown);
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ~ProgressBar();

private:
    const keeperfs::io::Meter& meter_;
    std::jthread ticker_;

    void run(const std::stop_token& stop) const;
};

} // namespace console
