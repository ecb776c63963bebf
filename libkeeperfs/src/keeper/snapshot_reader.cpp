#include "keeperfs/keeper/snapshot_reader.h"

#include "io/read_ahead.h"
#include "keeper/ch_encoding.h"
#include "keeper/path_check.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/codecs.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/keeper/snapshot_format.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

namespace keeperfs::keeper {

namespace {

/// Enough for most nodes: what is asked of the window before a record's size is known.
constexpr std::size_t lookahead = 512;
constexpr std::string_view chunked_magic = "CKFS";
constexpr std::uint64_t no_acl_before_7 = UINT64_MAX;

/// The stream from its start, although its first bytes were taken to see what it is.
class PeekedSource final : public io::Source {
public:
    explicit PeekedSource(io::Source& whole) : rest_(whole) {
        while (size_ < first_.size()) {
            const std::size_t got = rest_.read(std::span(first_).subspan(size_));
            if (got == 0)
                break;
            size_ += got;
        }
    }
    Bytes first() const noexcept { return Bytes(first_).first(size_); }
    std::size_t read(std::span<std::uint8_t> into) override {
        const std::size_t n = std::min(into.size(), size_ - passed_);
        if (n == 0)
            return rest_.read(into);
        std::copy_n(first_.begin() + static_cast<std::ptrdiff_t>(passed_), n, into.begin());
        passed_ += n;
        return n;
    }

private:
    io::Source& rest_;
    std::array<std::uint8_t, 4> first_{};
    std::size_t size_ = 0, passed_ = 0;
};

SnapshotCodec codec_of(Bytes first) {
    if (first.size() < sizeof snapshot_format::zstd_magic) {
        Error error(ErrorKind::bad_input, "the file is too short for a snapshot");
        error.found(counted(first.size(), "byte", "bytes"), "at least 4");
        if (first.empty())
            error.hint("Some builds of Keeper 26.7 and 26.8 write empty snapshots when "
                       "compress_snapshots_with_zstd_format is off.");
        throw error;
    }
    if (as_text(first) == chunked_magic)
        throw Error(ErrorKind::bad_input,
                    "this is a chunked snapshot (CKFS), which no release of Keeper writes or reads");
    return load_le<std::uint32_t>(first.data()) == snapshot_format::zstd_magic ? SnapshotCodec::zstd
                                                                               : SnapshotCodec::lz4_blocks;
}

std::unique_ptr<io::Source> decoded_source(SnapshotCodec codec, io::Source& file, Decoding decoding) {
    auto decoded = codec == SnapshotCodec::zstd ? io::zstd_source(file, io::OpenFrame::is_an_error)
                                                : io::compressed_blocks_source(file);
    if (decoding == Decoding::here)
        return decoded;
    return std::make_unique<io::ReadAheadSource>(std::move(decoded));
}

/// Bytes of a node from is_sequential or the ACL's id to the flag of the TTL.
std::size_t bytes_behind_data(int version) {
    namespace v = snapshot_version;
    constexpr std::size_t in_every_version = 4 * 8 + 3 * 4 + 8 + 4 + 8;
    const std::size_t acl_id = version < v::acl_map ? 0 : version < v::wide_sequence ? 8 : 4;
    const std::size_t is_sequential_and_data_length = version < v::slim_nodes ? 1 + 4 : 0;
    const std::size_t seq_num = version < v::wide_sequence ? 4 : 8;
    const std::size_t size_bytes = version == v::size_bytes || version == v::zxid_and_digest ? 8 : 0;
    const std::size_t has_ttl = version < v::ttl ? 0 : 1;
    return in_every_version + acl_id + is_sequential_and_data_length + seq_num + size_bytes + has_ttl;
}

tree::Acl take_acl(FieldCursor& fields) {
    const auto permissions = fields.integer<std::int32_t>();
    const Bytes scheme = fields.string();
    const Bytes id = fields.string();
    return {permissions, std::string(as_text(scheme)), std::string(as_text(id))};
}

template <class Id> void refuse_twice(std::vector<Id> ids, const char* what, std::uint64_t section) {
    std::sort(ids.begin(), ids.end());
    const auto twice = std::adjacent_find(ids.begin(), ids.end());
    if (twice != ids.end())
        throw Error(ErrorKind::bad_input, fmt::format("{} {} is given twice", what, *twice)).at(section);
}

/// Finds a key by the bytes of a view, without making a string.
struct BytesHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view bytes) const noexcept {
        return std::hash<std::string_view>()(bytes);
    }
};

} // namespace

struct SnapshotReader::Decoder {
    Decoder(io::Source& whole, Decoding decoding)
        : file(whole), codec(codec_of(file.first())), decoded(decoded_source(codec, file, decoding)),
          window(*decoded) {}

    PeekedSource file;
    SnapshotCodec codec;
    std::unique_ptr<io::Source> decoded;
    io::Window window;
    int version = 0;
    std::size_t behind_data = 0;
    std::size_t handed_out = 0; ///< bytes of the record read last; its spans live until the next
    bool ended = false;
    std::unordered_map<std::string, std::uint64_t, BytesHash, std::equal_to<>>
        inline_acls; ///< version 0: their ids

    /// Damage without a place is where the reading stands: a codec knows only where it is in the file.
    template <class F> auto located(F body) {
        try {
            return body();
        } catch (Error& error) {
            if (error.kind() == ErrorKind::bad_input)
                error.at(window.offset());
            throw;
        }
    }

    /// Applies `fields` to a range that begins behind the last record and grows until it holds this one.
    template <class F> auto read(const char* where, F fields) {
        window.consume(handed_out);
        handed_out = 0;
        for (std::size_t asked = lookahead;;) {
            const Bytes view = window.want(asked);
            FieldCursor cursor(view, window.offset());
            auto record = fields(cursor);
            if (!cursor.is_short()) {
                handed_out = cursor.position();
                return record;
            }
            if (view.size() < asked)
                throw Error(ErrorKind::bad_input, fmt::format("the snapshot ends inside {}", where))
                    .at(cursor.offset())
                    .found(counted(view.size() - cursor.position(), "byte", "bytes"),
                           std::to_string(cursor.needed() - cursor.position()))
                    .hint("The file was cut, or its writer did not finish.");
            // Inline ACLs have no stated length; doubling keeps the parsing of a long list linear.
            asked = cursor.needed() + (version < snapshot_version::acl_map ? view.size() : lookahead);
        }
    }
    std::uint64_t count(const char* where) {
        return read(where, [](FieldCursor& fields) { return fields.integer<std::uint64_t>(); });
    }

    SnapshotHeader read_header() {
        SnapshotHeader header;
        read_version(header);
        read_metadata(header);
        read_counters(header);
        return header;
    }
    void read_version(SnapshotHeader& header);
    void read_metadata(SnapshotHeader& header);
    void read_counters(SnapshotHeader& header);
    std::vector<AclMapEntry> read_acl_map();
    std::uint64_t acl_id(FieldCursor& fields);
    void take_inline_acls(FieldCursor& fields);
    std::uint64_t intern(Bytes encoded, std::vector<AclMapEntry>& acls);
    void read_node(SnapshotNode& node, std::vector<AclMapEntry>& acls);
    void take_numbers(FieldCursor& fields, SnapshotNode& node) const;
    std::vector<tree::Session> read_sessions();
    std::optional<std::string> read_cluster_configuration();
    std::uint64_t read_rest();
};

void SnapshotReader::Decoder::read_version(SnapshotHeader& header) {
    header.version = version = read("the version", [](FieldCursor& f) { return f.integer<std::uint8_t>(); });
    if (version > snapshot_version::newest)
        throw Error(ErrorKind::bad_input, "the version of the snapshot is not known")
            .at(0)
            .found(std::to_string(version), fmt::format("0 to {}", snapshot_version::newest))
            .hint("It was written by a later release of Keeper, or is no snapshot.");
    behind_data = bytes_behind_data(version);
}

void SnapshotReader::Decoder::read_metadata(SnapshotHeader& header) {
    const Bytes metadata = read("the metadata", [](FieldCursor& fields) { return fields.string(); });
    FieldCursor fields(metadata, window.offset() + handed_out - metadata.size());
    constexpr std::size_t before_configuration = 1 + 3 * 8;
    if (!fields.has(before_configuration + empty_cluster_configuration_bytes))
        throw Error(ErrorKind::bad_input, "the metadata is too short")
            .at(fields.offset())
            .found(counted(metadata.size(), "byte", "bytes"), fmt::format("at least {}", fields.needed()));
    const auto type = fields.take<std::uint8_t>();
    if (type != snapshot_format::metadata_type_logical && type != snapshot_format::metadata_type_raw)
        throw Error(ErrorKind::bad_input, "the type of the metadata is not known")
            .at(fields.offset() - 1)
            .found(std::to_string(type), "2");
    header.last_log_index = fields.take<std::uint64_t>();
    header.last_log_term = fields.take<std::uint64_t>();
    fields.take<std::uint64_t>(); // a size, always 0
    header.metadata_configuration = as_text(metadata.subspan(before_configuration));
}

void SnapshotReader::Decoder::read_counters(SnapshotHeader& header) {
    read("the header", [&](FieldCursor& fields) {
        header.zxid = static_cast<std::int64_t>(header.last_log_index);
        if (version >= snapshot_version::zxid_and_digest) {
            header.zxid = fields.integer<std::int64_t>();
            header.digest_version = fields.integer<std::uint8_t>();
            header.digest = header.digest_version != 0 ? fields.integer<std::uint64_t>() : 0;
        }
        header.session_id_counter = fields.integer<std::int64_t>();
        return true;
    });
}

std::vector<AclMapEntry> SnapshotReader::Decoder::read_acl_map() {
    std::vector<AclMapEntry> acls;
    if (version < snapshot_version::acl_map)
        return acls;
    std::vector<std::uint64_t> ids;
    // What the stream still holds is not known behind a codec, so a count reserves nothing.
    const std::uint64_t entries = count("the ACL map");
    const std::uint64_t section = window.offset();
    for (std::uint64_t i = 0; i < entries; ++i) {
        AclMapEntry& entry = acls.emplace_back();
        const auto list_length = read("the ACL map", [&](FieldCursor& fields) {
            entry.id = version < snapshot_version::wide_sequence ? fields.integer<std::uint64_t>()
                                                                 : fields.integer<std::uint32_t>();
            return fields.integer<std::uint64_t>();
        });
        if (entry.id == 0)
            throw Error(ErrorKind::bad_input, "the ACL map defines id 0, which means no ACL")
                .at(window.offset());
        for (std::uint64_t k = 0; k < list_length; ++k)
            entry.list.push_back(read("the ACL map", take_acl));
        ids.push_back(entry.id);
    }
    refuse_twice(std::move(ids), "the ACL id", section);
    return acls;
}

void SnapshotReader::Decoder::take_inline_acls(FieldCursor& fields) {
    const auto length = fields.integer<std::uint64_t>();
    for (std::uint64_t i = 0; i < length && !fields.is_short(); ++i) {
        fields.integer<std::int32_t>();
        fields.string();
        fields.string();
    }
}

std::uint64_t SnapshotReader::Decoder::intern(Bytes encoded, std::vector<AclMapEntry>& acls) {
    FieldCursor fields(encoded, 0);
    const auto length = fields.integer<std::uint64_t>();
    if (length == 0)
        return 0;
    if (const auto known = inline_acls.find(as_text(encoded)); known != inline_acls.end())
        return known->second;
    AclMapEntry& entry = acls.emplace_back();
    entry.id = acls.size();
    for (std::uint64_t i = 0; i < length; ++i)
        entry.list.push_back(take_acl(fields));
    inline_acls.emplace(as_text(encoded), entry.id);
    return entry.id;
}

std::uint64_t SnapshotReader::Decoder::acl_id(FieldCursor& fields) {
    if (version >= snapshot_version::wide_sequence)
        return fields.take<std::uint32_t>();
    const auto id = fields.take<std::uint64_t>();
    return id == no_acl_before_7 ? 0 : id;
}

/// The caller has seen that `behind_data` bytes are there.
void SnapshotReader::Decoder::take_numbers(FieldCursor& fields, SnapshotNode& node) const {
    const bool is_slim = version >= snapshot_version::slim_nodes;
    node.is_sequential = !is_slim && fields.take_bool("the flag of a sequential node");
    tree::Stat& stat = node.stat;
    stat.czxid = fields.take<std::int64_t>();
    stat.mzxid = fields.take<std::int64_t>();
    stat.ctime = fields.take<std::int64_t>();
    stat.mtime = fields.take<std::int64_t>();
    stat.version = fields.take<std::int32_t>();
    stat.cversion = fields.take<std::int32_t>();
    stat.aversion = fields.take<std::int32_t>();
    stat.ephemeral_owner = fields.take<std::int64_t>();
    if (!is_slim)
        fields.take<std::int32_t>(); // the data's length once more
    node.num_children = fields.take<std::int32_t>();
    stat.pzxid = fields.take<std::int64_t>();
    node.seq_num =
        version < snapshot_version::wide_sequence ? fields.take<std::int32_t>() : fields.take<std::int64_t>();
    if (version == snapshot_version::size_bytes || version == snapshot_version::zxid_and_digest)
        fields.take<std::uint64_t>(); // an estimate of memory that no two servers agree on
    node.ttl_ms.reset();
    if (version >= snapshot_version::ttl && fields.take_bool("the flag of a TTL"))
        node.ttl_ms = fields.integer<std::int64_t>();
}

void SnapshotReader::Decoder::read_node(SnapshotNode& node, std::vector<AclMapEntry>& acls) {
    Bytes inline_acl;
    read("a node", [&](FieldCursor& fields) {
        const std::uint64_t start = fields.offset();
        node.path = fields.string();
        if (!fields.is_short() && !is_well_formed_path(node.path))
            throw Error(ErrorKind::bad_input, "the path of a node is malformed")
                .at(start)
                .found("\"" + escaped(as_text(node.path.first(std::min(node.path.size(), lookahead)))) + "\"",
                       "a path with a slash before every name");
        node.data = fields.string();
        if (version < snapshot_version::acl_map) {
            const std::size_t acl_start = fields.position();
            take_inline_acls(fields);
            inline_acl = fields.since(acl_start);
        }
        if (fields.has(behind_data)) {
            node.acl_id = version < snapshot_version::acl_map ? 0 : acl_id(fields);
            take_numbers(fields, node);
        }
        return true;
    });
    if (version < snapshot_version::acl_map)
        node.acl_id = intern(inline_acl, acls);
}

std::vector<tree::Session> SnapshotReader::Decoder::read_sessions() {
    std::vector<tree::Session> sessions;
    std::vector<std::int64_t> ids;
    const std::uint64_t listed = count("the sessions");
    const std::uint64_t section = window.offset();
    for (std::uint64_t i = 0; i < listed; ++i) {
        tree::Session& session = sessions.emplace_back();
        const auto authentications = read("the sessions", [&](FieldCursor& fields) {
            session.id = fields.integer<std::int64_t>();
            session.timeout_ms = fields.integer<std::int64_t>();
            return version < snapshot_version::acl_map ? 0 : fields.integer<std::uint64_t>();
        });
        for (std::uint64_t k = 0; k < authentications; ++k)
            session.authentications.push_back(read("the sessions", [](FieldCursor& fields) {
                const Bytes scheme = fields.string();
                const Bytes id = fields.string();
                return tree::Session::Authentication{std::string(as_text(scheme)), std::string(as_text(id))};
            }));
        ids.push_back(session.id);
    }
    refuse_twice(std::move(ids), "the session", section);
    return sessions;
}

std::optional<std::string> SnapshotReader::Decoder::read_cluster_configuration() {
    window.consume(handed_out);
    handed_out = 0;
    if (window.want(1).empty())
        return std::nullopt;
    return std::string(
        as_text(read("the cluster configuration", [](FieldCursor& fields) { return fields.string(); })));
}

std::uint64_t SnapshotReader::Decoder::read_rest() {
    window.consume(handed_out);
    handed_out = 0;
    const std::uint64_t start = window.offset();
    for (Bytes view = window.want(1); !view.empty(); view = window.want(1))
        window.consume(view.size());
    return window.offset() - start;
}

SnapshotReader::SnapshotReader(io::Source& file, Decoding decoding)
    : decoder_(std::make_unique<Decoder>(file, decoding)) {
    codec_ = decoder_->codec;
    decoder_->located([&] {
        header_ = decoder_->read_header();
        acls_ = decoder_->read_acl_map();
        node_count_ = decoder_->count("the number of nodes");
    });
}
SnapshotReader::~SnapshotReader() = default;

bool SnapshotReader::next(SnapshotNode& node) {
    return decoder_->located([&] {
        if (nodes_read_ < node_count_) {
            decoder_->read_node(node, acls_);
            ++nodes_read_;
            return true;
        }
        if (!decoder_->ended) {
            sessions_ = decoder_->read_sessions();
            membership_begin_ = offset();
            cluster_configuration_ = decoder_->read_cluster_configuration();
            membership_end_ = offset();
            unknown_bytes_ = decoder_->read_rest();
            decoder_->ended = true;
        }
        return false;
    });
}

std::uint64_t SnapshotReader::offset() const noexcept {
    return decoder_->window.offset() + decoder_->handed_out;
}

} // namespace keeperfs::keeper
