#include "keeper/record_header.h"

#include "keeperfs/keeper/cluster_config.h"

namespace keeperfs::keeper {

namespace {

constexpr std::uint64_t before_request = 12;    ///< session id and length
constexpr std::int32_t least_request_bytes = 8; ///< xid and operation
/// No file holds so many records.
constexpr std::uint64_t far_away = 1 << 24;

bool is_near(std::uint64_t index, std::optional<std::uint64_t> last_index) noexcept {
    if (!last_index)
        return true;
    return (index > *last_index ? index - *last_index : *last_index - index) < far_away;
}

} // namespace

bool can_be_a_record(Bytes bytes, std::optional<std::uint64_t> last_index) noexcept {
    if (bytes.size() < least_record_bytes || bytes[8] > changelog_format::newest_record_version)
        return false;
    const RecordHeader header(bytes.data());
    if (header.blob_size > longest_blob || !is_near(header.index, last_index))
        return false;
    if (header.type == static_cast<std::int32_t>(RecordType::configuration))
        return header.blob_size >= empty_cluster_configuration_bytes;
    if (header.type != static_cast<std::int32_t>(RecordType::application) ||
        header.blob_size < before_request + least_request_bytes)
        return false;
    const auto length = load_be<std::int32_t>(bytes.data() + changelog_format::header_bytes + 8);
    return length >= least_request_bytes &&
           static_cast<std::uint64_t>(length) <= header.blob_size - before_request;
}

} // namespace keeperfs::keeper
