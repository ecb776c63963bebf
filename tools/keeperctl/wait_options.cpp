#include "wait_options.h"

#include <CLI/CLI.hpp>

#include <algorithm>

using namespace keeperfs;

namespace {

/// A server that hangs is asked again after this.
constexpr std::chrono::seconds longest_answer{5};

} // namespace

void WaitOptions::add_to(CLI::App& app) {
    servers_.add_to(app);
    timeout_ = app.get_option("--timeout")->description("How long to wait in all; default 2m");
}

WaitOptions::Reach WaitOptions::reach(const console::StatusLine& line) const {
    Reach reach{servers_.reach(), {}};
    if (timeout_->count() > 0)
        reach.patience.timeout = reach.servers.ask.timeout;
    reach.servers.ask.timeout = std::min<std::chrono::milliseconds>(reach.patience.timeout, longest_answer);
    reach.patience.tell = [&line](std::string_view missing) { line.show(missing); };
    return reach;
}
