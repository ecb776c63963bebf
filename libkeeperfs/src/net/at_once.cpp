#include "net/at_once.h"

#include "io/stages.h"

#include <atomic>

namespace keeperfs::net {

void at_once(std::size_t count, const std::function<void(std::size_t)>& task) {
    std::atomic<std::size_t> next{0};
    io::Stages workers;
    for (std::size_t worker = 0; worker < std::min(count, most_at_once); ++worker)
        workers.run([&](const std::stop_token& stop) {
            for (std::size_t i = next++; i < count && !stop.stop_requested(); i = next++)
                task(i);
        });
    workers.join();
}

} // namespace keeperfs::net
