#include "keeperfs/keeper/cluster_config.h"

#include "keeper/field_reader.h"

#include "keeperfs/base/text.h"

namespace keeperfs::keeper {

namespace {

constexpr std::size_t least_server_bytes = 15; ///< two empty texts
constexpr std::uint8_t learner_flag = 1, new_joiner_flag = 2;

/// A length or count of what follows, each of at least `least_bytes`.
std::size_t count_of(FieldReader& fields, std::string_view field, std::size_t least_bytes) {
    const std::uint64_t at = fields.offset();
    const auto count = fields.little_endian<std::int32_t>(field);
    const std::size_t most = fields.rest().size() / least_bytes;
    if (count < 0 || static_cast<std::size_t>(count) > most)
        throw Error(ErrorKind::bad_input, fmt::format("the {} cannot be right", field))
            .at(at)
            .found(std::to_string(count), fmt::format("0 to {}", most));
    return static_cast<std::size_t>(count);
}

ClusterServer decode_server(FieldReader& fields) {
    ClusterServer server;
    server.id = fields.little_endian<std::int32_t>("id of a server");
    server.data_center = fields.little_endian<std::int32_t>("data centre of a server");
    server.endpoint = fields.nul_terminated("endpoint of a server");
    server.aux = fields.nul_terminated("aux of a server");
    const std::uint64_t flags_at = fields.offset();
    const auto flags = fields.little_endian<std::uint8_t>("flags of a server");
    if ((flags & ~(learner_flag | new_joiner_flag)) != 0)
        throw Error(ErrorKind::bad_input, "the flags of a server are not known")
            .at(flags_at)
            .found(std::to_string(flags), "0 to 3");
    server.learner = (flags & learner_flag) != 0;
    server.new_joiner = (flags & new_joiner_flag) != 0;
    server.priority = fields.little_endian<std::int32_t>("priority of a server");
    return server;
}

void append_text(std::string& out, std::string_view text) {
    if (text.find('\0') != std::string_view::npos)
        throw Error(ErrorKind::refused, "a text of a cluster configuration holds a NUL, which would end it")
            .found(escaped(text), "a text without NUL");
    out += text;
    out += '\0';
}

void append_server(std::string& out, const ClusterServer& server) {
    append_le(out, server.id);
    append_le(out, server.data_center);
    append_text(out, server.endpoint);
    append_text(out, server.aux);
    append_le(out, static_cast<std::uint8_t>((server.learner ? learner_flag : 0) |
                                             (server.new_joiner ? new_joiner_flag : 0)));
    append_le(out, server.priority);
}

} // namespace

ClusterConfig decode_cluster_config(Bytes encoded, std::uint64_t offset) {
    FieldReader fields(encoded, offset);
    ClusterConfig config;
    config.log_index = fields.little_endian<std::uint64_t>("log index of a cluster configuration");
    config.previous_index = fields.little_endian<std::uint64_t>("previous index of a cluster configuration");
    const std::uint64_t mark_at = fields.offset();
    const auto mark = fields.little_endian<std::uint8_t>("mark of asynchronous replication");
    if (mark > 1)
        throw Error(ErrorKind::bad_input, "the mark of asynchronous replication is neither 0 nor 1")
            .at(mark_at)
            .found(std::to_string(mark), "0 or 1");
    config.async_replication = mark != 0;
    const std::size_t context_bytes = count_of(fields, "length of the user context", 1);
    config.user_context = as_text(fields.take(context_bytes, "user context"));
    const std::size_t servers = count_of(fields, "number of servers", least_server_bytes);
    for (std::size_t i = 0; i < servers; ++i)
        config.servers.push_back(decode_server(fields));
    if (fields.any())
        throw Error(ErrorKind::bad_input, fmt::format("{} left over behind the cluster configuration",
                                                      counted(fields.rest().size(), "byte is", "bytes are")))
            .at(fields.offset());
    return config;
}

std::string encode_cluster_config(const ClusterConfig& config) {
    std::string out;
    append_le(out, config.log_index);
    append_le(out, config.previous_index);
    append_le(out, static_cast<std::uint8_t>(config.async_replication));
    append_le(out, static_cast<std::int32_t>(config.user_context.size()));
    out += config.user_context;
    append_le(out, static_cast<std::int32_t>(config.servers.size()));
    for (const ClusterServer& server : config.servers)
        append_server(out, server);
    return out;
}

} // namespace keeperfs::keeper
