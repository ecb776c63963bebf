#include "storage/s3_retry.h"

#include <algorithm>
#include <array>
#include <random>

namespace keeperfs::storage {

bool may_pass(int status, const S3Refusal& refusal) {
    constexpr std::array<std::string_view, 7> passing{"RequestTimeout",
                                                      "SlowDown",
                                                      "InternalError",
                                                      "BadDigest",
                                                      "IncompleteBody",
                                                      "OperationAborted",
                                                      "ConditionalRequestConflict"};
    return status == 429 || status >= 500 || std::ranges::find(passing, refusal.code) != passing.end();
}

bool may_pass(const net::ConnectionError& failure) {
    using net::Cause;
    return failure.cause() == Cause::connection_refused || failure.cause() == Cause::unreachable ||
           failure.cause() == Cause::timeout || failure.cause() == Cause::cut_short;
}

std::chrono::milliseconds pause_before_next(const S3Settings& settings, unsigned attempts) {
    constexpr std::int64_t longest_ms = 10'000;
    const std::int64_t most = std::min(longest_ms, settings.first_pause.count() << std::min(attempts, 16U));
    thread_local std::minstd_rand random{std::random_device{}()};
    return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(0, most)(random));
}

} // namespace keeperfs::storage
