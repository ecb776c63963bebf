#pragma once
// Objects by their keys behind the endpoint's prefix.
#include "storage/s3_client.h"

#include "keeperfs/storage/disk.h"

#include <memory>

namespace keeperfs::storage {

/// Several threads may use it.
std::unique_ptr<Disk> s3_object_disk(std::shared_ptr<S3Client> client, S3Client::Depth depth);

} // namespace keeperfs::storage
