#pragma once
// A record of the raft log with what is in it.
#include "keeperfs/base/error.h"
#include "keeperfs/keeper/changelog_format.h"
#include "keeperfs/keeper/changelog_reader.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/keeper/request.h"

#include <optional>

namespace keeperfs::inspect {

struct LogEntry {
    keeper::ChangelogRecord record;
    std::uint64_t offset = 0;            ///< of the record in the decoded file
    keeper::Request request;             ///< of an application record
    keeper::ClusterConfig configuration; ///< of a configuration record
    std::optional<Error> not_understood; ///< the checksum is right, and yet it is neither

    bool is_request() const noexcept {
        return record.type == keeper::RecordType::application && !not_understood;
    }
    bool is_configuration() const noexcept {
        return record.type == keeper::RecordType::configuration && !not_understood;
    }

    /// Once the record is there.
    void decode() {
        not_understood.reset();
        const std::uint64_t blob_offset = offset + keeper::changelog_format::header_bytes;
        try {
            if (record.type == keeper::RecordType::application)
                keeper::decode_request(record.blob, record.index, blob_offset, request);
            else if (record.type == keeper::RecordType::configuration)
                configuration = keeper::decode_cluster_config(record.blob, blob_offset);
            else
                throw Error(ErrorKind::bad_input, "a record of a type that no release writes")
                    .at(offset)
                    .found(std::to_string(static_cast<std::int32_t>(record.type)), "1 or 2");
        } catch (const Error& error) {
            not_understood = error;
        }
    }
};

} // namespace keeperfs::inspect
