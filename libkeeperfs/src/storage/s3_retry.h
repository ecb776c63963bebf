#pragma once
// Whether and when a request is sent again.
#include "storage/s3_answer.h"

#include "keeperfs/net/connection_error.h"
#include "keeperfs/storage/s3_settings.h"

#include <chrono>

namespace keeperfs::storage {

/// A server that is busy, or a network that failed: not what is wrong with the request, the keys or the
/// certificate.
bool may_pass(int status, const S3Refusal& refusal);
bool may_pass(const net::ConnectionError& failure);

/// Before the attempt after `attempts` of them: anything up to twice the pause before, so that clients which
/// failed together do not come back together.
std::chrono::milliseconds pause_before_next(const S3Settings& settings, unsigned attempts);

} // namespace keeperfs::storage
