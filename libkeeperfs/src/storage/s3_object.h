#pragma once
// An object of S3 as a stream.
#include "storage/s3_client.h"

#include "keeperfs/io/source.h"

#include <memory>
#include <string>

namespace keeperfs::storage {

/// Reads a piece at a time, each of which is asked for again when its connection fails. Error(bad_input) when
/// there is no such object.
std::unique_ptr<io::Source> open_s3_object(std::shared_ptr<S3Client> client, std::string key);

/// Holds one part of it; an upload that is not finished leaves nothing.
std::unique_ptr<io::Sink> create_s3_object(std::shared_ptr<S3Client> client, std::string key,
                                           Disk::Existing policy);

} // namespace keeperfs::storage
