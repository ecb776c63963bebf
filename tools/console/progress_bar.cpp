#include "console/progress_bar.h"

#include "console/console.h"

#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

namespace console {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr auto interval = 100ms;
constexpr std::string_view clear_line = "\r\x1b[K";

std::string line(const char* stage, std::uint64_t done, std::uint64_t total, double seconds) {
    std::string text = fmt::format("{}: {}", stage, keeperfs::size_text(done));
    if (total > 0)
        text += fmt::format(" of {} ({}%)", keeperfs::size_text(total),
                            std::min<std::uint64_t>(100, done * 100 / total));
    if (seconds < 0.3 || done == 0)
        return text;
    const double rate = static_cast<double>(done) / seconds;
    text += fmt::format(", {}/s", keeperfs::size_text(static_cast<std::uint64_t>(rate)));
    if (total > done)
        text += fmt::format(", {} left",
                            keeperfs::duration_text(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                std::chrono::duration<double>(static_cast<double>(total - done) / rate))));
    return text;
}

} // namespace

ProgressBar::ProgressBar(const keeperfs::io::Meter& meter, bool shown) : meter_(meter) {
    if (shown)
        ticker_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

ProgressBar::~ProgressBar() = default;

void ProgressBar::run(const std::stop_token& stop) const {
    std::mutex mutex;
    std::condition_variable_any wake;
    const char* stage = nullptr;
    Clock::time_point begun;
    std::unique_lock lock(mutex);
    while (!wake.wait_for(lock, stop, interval, [&] { return stop.stop_requested(); })) {
        const char* const now = meter_.stage();
        if (now == nullptr)
            continue;
        if (now != stage) {
            stage = now;
            begun = Clock::now();
        }
        const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
        print_message(std::string(clear_line) + line(stage, meter_.done(), meter_.total(), seconds));
    }
    print_message(clear_line);
}

} // namespace console
