#include "keeperfs/zookeeper/snapshot_reader.h"

#include "base/checksum.h"
#include "base/jute.h"
#include "zookeeper/node_path.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/zookeeper/snapshot_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace keeperfs::zookeeper {

namespace format = snapshot_format;

namespace {

constexpr const char* advice = "The file is damaged or incomplete; give an older snapshot with its logs.";
constexpr std::size_t length_bytes = sizeof(std::int32_t);
constexpr std::size_t checksum_bytes = sizeof(std::int64_t);

Error damaged(std::string what, std::uint64_t offset) {
    return Error(ErrorKind::bad_input, std::move(what)).at(offset).hint(advice);
}

/// What is `bytes_before` bytes further on than the window's first byte, as far as the stream's length is
/// known.
std::optional<std::uint64_t> left_behind(const io::Window& window, std::size_t bytes_before) {
    const auto left = window.left();
    return left ? std::optional(*left - std::min<std::uint64_t>(*left, bytes_before)) : std::nullopt;
}

/// Refuses a length before the window grows for it.
void check_length(const io::Window& window, const char* field, std::size_t offset_in_record,
                  std::int32_t length, std::int32_t least) {
    const auto left = left_behind(window, offset_in_record + length_bytes);
    if (length < least || (length > 0 && left && static_cast<std::uint64_t>(length) > *left))
        throw jute::impossible_length(field, window.offset() + offset_in_record, length, left).hint(advice);
}

/// `n` bytes in one piece.
Bytes wanted(io::Window& window, const char* field, std::size_t offset_in_record, std::size_t n) {
    const Bytes bytes = window.want(n);
    if (bytes.size() < n) {
        const std::size_t present = bytes.size() - std::min(bytes.size(), offset_in_record);
        throw jute::cut_field(field, window.offset() + offset_in_record, present, n - offset_in_record)
            .hint(advice);
    }
    return bytes.first(n);
}

/// The fields in front of the nodes, one after the other.
class Fields {
public:
    explicit Fields(io::Window& window) : window_(window) {}

    std::int32_t int32(const char* field) { return number<std::int32_t>(field); }
    std::int64_t int64(const char* field) { return number<std::int64_t>(field); }
    std::string text(const char* field) {
        const std::int32_t length = load_be<std::int32_t>(wanted(window_, field, 0, length_bytes).data());
        check_length(window_, field, 0, length, 0);
        const std::size_t whole = length_bytes + static_cast<std::size_t>(length);
        const Bytes bytes = wanted(window_, field, length_bytes, whole).subspan(length_bytes);
        window_.consume(whole);
        return std::string(as_text(bytes));
    }
    /// The number of elements that follow, each of at least `least_bytes`.
    std::size_t count(const char* field, std::size_t least_bytes) {
        const std::uint64_t offset = window_.offset();
        const std::int32_t count = int32(field);
        const auto left = window_.left();
        const auto most = left ? std::optional(*left / least_bytes) : std::nullopt;
        if (count < 0 || (most && static_cast<std::uint64_t>(count) > *most))
            throw jute::impossible_length(field, offset, count, most).hint(advice);
        return static_cast<std::size_t>(count);
    }

private:
    io::Window& window_;

    template <class T> T number(const char* field) {
        const T value = load_be<T>(wanted(window_, field, 0, sizeof(T)).data());
        window_.consume(sizeof(T));
        return value;
    }
};

/// Counts what is odd in many entries, to report it once.
class Oddity {
public:
    void saw(std::uint64_t offset) {
        if (count_++ == 0)
            first_ = offset;
    }
    void report(std::vector<Finding>& findings, const char* code, std::string_view one,
                std::string_view many) const {
        if (count_ > 0)
            findings.push_back({Severity::warning, code, "", first_, counted(count_, one, many) + ".", ""});
    }

private:
    std::uint64_t count_ = 0;
    std::uint64_t first_ = 0;
};

tree::AclList read_acl_list(Fields& fields) {
    tree::AclList list;
    const std::size_t count = fields.count("number of entries of an ACL", format::least_acl_bytes);
    for (std::size_t i = 0; i < count; ++i) {
        tree::Acl& acl = list.emplace_back();
        acl.permissions = fields.int32("permissions of an ACL");
        acl.scheme = fields.text("scheme of an ACL");
        acl.id = fields.text("id of an ACL");
    }
    return list;
}

bool has_odd_permissions(const tree::AclList& list) {
    return std::ranges::any_of(
        list, [](const tree::Acl& acl) { return (acl.permissions & ~tree::permission::all) != 0; });
}

bool begins_with_end_mark(Bytes bytes) noexcept {
    return bytes.size() > length_bytes && load_be<std::int32_t>(bytes.data()) == 1 &&
           bytes[length_bytes] == '/';
}

/// The size of the node record at the front of `bytes`; 0 unless all of it is there and its lengths are
/// right.
std::size_t whole_node_size(Bytes bytes) noexcept {
    if (bytes.size() < format::least_node_bytes)
        return 0;
    const std::uint64_t path = load_be<std::uint32_t>(bytes.data());
    if (path > bytes.size() - format::least_node_bytes)
        return 0;
    const std::int64_t length = load_be<std::int32_t>(bytes.data() + length_bytes + path);
    const std::uint64_t data = length == jute::null_length ? 0 : static_cast<std::uint64_t>(length);
    return data > bytes.size() - format::least_node_bytes - path ? 0 : format::least_node_bytes + path + data;
}

/// The same for a record at the edge of the window, or a damaged one: makes the window hold it, or says which
/// field is wrong.
std::size_t fetch_node(io::Window& window) {
    const auto length =
        load_be<std::int32_t>(wanted(window, "path length of a node", 0, length_bytes).data());
    check_length(window, "path length of a node", 0, length, 0);
    const std::size_t path = static_cast<std::size_t>(length);
    const std::size_t data_at = length_bytes + path;
    wanted(window, "path of a node", length_bytes, data_at);
    const Bytes front = wanted(window, "data length of a node", data_at, data_at + length_bytes);
    const auto data_length = load_be<std::int32_t>(front.data() + data_at);
    check_length(window, "data length of a node", data_at, data_length, jute::null_length);
    const std::size_t data = data_length == jute::null_length ? 0 : static_cast<std::size_t>(data_length);
    wanted(window, "data of a node", data_at + length_bytes, data_at + length_bytes + data);
    const std::size_t size = format::least_node_bytes + path + data;
    wanted(window, "stat of a node", data_at + length_bytes + data, size);
    return size;
}

void decode_node(const std::uint8_t* at, SnapshotNode& node) noexcept {
    const std::size_t path = load_be<std::uint32_t>(at);
    node.path = {at + length_bytes, path};
    at += length_bytes + path;
    const auto length = load_be<std::int32_t>(at);
    node.data_is_null = length == jute::null_length;
    node.data = {at + length_bytes, node.data_is_null ? 0 : static_cast<std::size_t>(length)};
    at += length_bytes + node.data.size();
    node.acl_number = load_be<std::int64_t>(at);
    node.stat.czxid = load_be<std::int64_t>(at + 8);
    node.stat.mzxid = load_be<std::int64_t>(at + 16);
    node.stat.ctime = load_be<std::int64_t>(at + 24);
    node.stat.mtime = load_be<std::int64_t>(at + 32);
    node.stat.version = load_be<std::int32_t>(at + 40);
    node.stat.cversion = load_be<std::int32_t>(at + 44);
    node.stat.aversion = load_be<std::int32_t>(at + 48);
    node.stat.ephemeral_owner = load_be<std::int64_t>(at + 52);
    node.stat.pzxid = load_be<std::int64_t>(at + 60);
}

bool is_seal(Bytes bytes, std::uint32_t adler) noexcept {
    return bytes.size() >= format::seal_bytes && load_be<std::uint64_t>(bytes.data()) == adler &&
           begins_with_end_mark(bytes.subspan(checksum_bytes));
}

/// A section of `size` bytes at the front of the window with its seal behind it. Nothing is consumed.
bool is_sealed(io::Window& window, std::size_t size) {
    const Bytes bytes = window.want(size + format::seal_bytes);
    return bytes.size() >= size + format::seal_bytes &&
           is_seal(bytes.subspan(size), adler32(window.adler32(), bytes.first(size)));
}

using TreeDigest = SnapshotTrailer::TreeDigest;
constexpr std::size_t digest_fields_bytes = format::digest_section_bytes - format::seal_bytes;
constexpr std::size_t zxid_fields_bytes = format::zxid_section_bytes - format::seal_bytes;

std::optional<TreeDigest> take_digest(io::Window& window) {
    if (!is_sealed(window, digest_fields_bytes))
        return std::nullopt;
    const std::uint8_t* at = window.want(digest_fields_bytes).data();
    window.consume(format::digest_section_bytes);
    return TreeDigest{load_be<std::int64_t>(at), load_be<std::int32_t>(at + 8),
                      load_be<std::uint64_t>(at + 12)};
}

/// Version 1, of builds that were never released: hexadecimal digits in place of the number.
std::optional<TreeDigest> take_digest_in_digits(io::Window& window) {
    constexpr std::size_t digits_at = 16, most_digits = 16;
    const Bytes front = window.want(digits_at);
    if (front.size() < digits_at)
        return std::nullopt;
    const std::size_t digits = load_be<std::uint32_t>(front.data() + digits_at - length_bytes);
    if (digits > most_digits || !is_sealed(window, digits_at + digits))
        return std::nullopt;
    const Bytes bytes = window.want(digits_at + digits);
    TreeDigest digest{load_be<std::int64_t>(bytes.data()), load_be<std::int32_t>(bytes.data() + 8), 0};
    const std::string_view text = as_text(bytes.subspan(digits_at, digits));
    std::from_chars(text.data(), text.data() + text.size(), digest.value, 16);
    window.consume(digits_at + digits + format::seal_bytes);
    return digest;
}

std::optional<std::int64_t> take_zxid(io::Window& window) {
    if (!is_sealed(window, zxid_fields_bytes))
        return std::nullopt;
    const auto zxid = load_be<std::int64_t>(window.want(zxid_fields_bytes).data());
    window.consume(format::zxid_section_bytes);
    return zxid;
}

std::uint64_t consume_the_rest(io::Window& window) {
    const std::uint64_t start = window.offset();
    for (Bytes bytes = window.want(1); !bytes.empty(); bytes = window.want(1))
        window.consume(bytes.size());
    return window.offset() - start;
}

} // namespace

NodeSource::~NodeSource() = default;

SnapshotReader::SnapshotReader(io::Source& source) : window_(source) {
    window_.checksum_with_adler32();
    read_header();
    read_sessions();
    read_acls();
}

void SnapshotReader::read_header() {
    Fields fields(window_);
    const auto magic = static_cast<std::uint32_t>(fields.int32("magic number"));
    if (magic != format::magic)
        throw Error(ErrorKind::bad_input, "this is no ZooKeeper snapshot")
            .at(0)
            .found(fmt::format("the magic number {:08x}", magic), fmt::format("{:08x}", format::magic))
            .hint("Give a file named snapshot.<zxid> from ZooKeeper's dataDir/version-2.");
    const std::uint64_t version_at = window_.offset();
    const std::int32_t version = fields.int32("format version");
    if (version != format::version)
        throw Error(ErrorKind::bad_input, "the snapshot has a format version that is not known")
            .at(version_at)
            .found(std::to_string(version), std::to_string(format::version))
            .hint("The file is damaged, or of a release of ZooKeeper later than 3.9.");
    fields.int64("database id");
}

void SnapshotReader::read_sessions() {
    Fields fields(window_);
    Oddity negative;
    const std::size_t count = fields.count("number of sessions", format::session_bytes);
    for (std::size_t i = 0; i < count; ++i) {
        tree::Session& session = sessions_.emplace_back();
        session.id = fields.int64("id of a session");
        session.timeout_ms = fields.int32("timeout of a session");
        if (session.timeout_ms < 0)
            negative.saw(window_.offset() - sizeof(std::int32_t));
    }
    negative.report(findings_, "snapshot.negative-timeout", "session has a negative timeout",
                    "sessions have a negative timeout");
}

void SnapshotReader::read_acls() {
    Fields fields(window_);
    Oddity not_positive, odd_permissions;
    struct Place {
        std::int64_t number;
        std::uint64_t offset;
    };
    std::vector<Place> places;
    const std::size_t count = fields.count("number of ACLs", format::least_acl_entry_bytes);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t offset = window_.offset();
        NumberedAcl& entry = acls_.emplace_back();
        entry.number = fields.int64("number of an ACL");
        entry.list = read_acl_list(fields);
        places.push_back({entry.number, offset});
        if (entry.number <= 0)
            not_positive.saw(offset);
        if (has_odd_permissions(entry.list))
            odd_permissions.saw(offset);
    }
    Oddity repeated;
    std::ranges::stable_sort(places, {}, &Place::number);
    for (std::size_t i = 1; i < places.size(); ++i)
        if (places[i - 1].number == places[i].number)
            repeated.saw(places[i].offset);
    not_positive.report(findings_, "snapshot.acl-number", "ACL has a number that is not positive",
                        "ACLs have a number that is not positive");
    repeated.report(findings_, "snapshot.acl-twice", "ACL has the number of an earlier one",
                    "ACLs have the number of an earlier one");
    odd_permissions.report(findings_, "snapshot.acl-permissions", "ACL has permission bits that do not exist",
                           "ACLs have permission bits that do not exist");
}

bool SnapshotReader::next(SnapshotNode& node) {
    window_.consume(node_bytes_);
    node_bytes_ = 0;
    if (ended_)
        return false;
    Bytes bytes = window_.want(format::least_node_bytes);
    if (begins_with_end_mark(bytes)) {
        end_nodes();
        return false;
    }
    std::size_t size = whole_node_size(bytes);
    if (size == 0) [[unlikely]] {
        size = fetch_node(window_);
        bytes = window_.want(size);
    }
    decode_node(bytes.data(), node);
    node.offset = window_.offset();
    if (!is_node_path(node.path)) [[unlikely]]
        throw damaged(
            fmt::format("a node's path is no absolute path without empty parts: \"{}\"",
                        escaped(as_text(node.path.first(std::min<std::size_t>(node.path.size(), 200))))),
            node.offset);
    has_root_ |= node.path.empty();
    ++nodes_;
    node_bytes_ = size;
    return true;
}

void SnapshotReader::end_nodes() {
    if (!has_root_)
        throw damaged("the list of nodes ends without a root node", window_.offset());
    window_.consume(length_bytes + 1);
    read_first_seal();
    read_optional_sections();
    ended_ = true;
}

void SnapshotReader::read_first_seal() {
    const Bytes seal = wanted(window_, "checksum behind the nodes", 0, format::seal_bytes);
    const std::uint32_t adler = window_.adler32();
    const auto stored = load_be<std::uint64_t>(seal.data());
    if (stored != adler)
        throw damaged("the checksum of everything up to here is wrong", window_.offset())
            .found(hex(stored), hex(std::uint64_t{adler}));
    if (!is_seal(seal, adler))
        throw damaged("the end mark behind the checksum is wrong", window_.offset() + checksum_bytes)
            .found(hex_bytes(seal.subspan(checksum_bytes)), "000000012f");
    window_.consume(format::seal_bytes);
}

void SnapshotReader::read_optional_sections() {
    constexpr std::size_t both = format::digest_section_bytes + format::zxid_section_bytes;
    const std::size_t left = window_.want(both + 1).size();
    trailer_.digest = take_digest(window_);
    if (!trailer_.digest)
        trailer_.digest = take_digest_in_digits(window_);
    trailer_.last_processed_zxid = take_zxid(window_);
    const std::uint64_t rest_at = window_.offset();
    trailer_.unknown_bytes = consume_the_rest(window_);
    if (trailer_.unknown_bytes == 0)
        return;
    if (left == format::digest_section_bytes || left == format::zxid_section_bytes || left == both)
        throw damaged("the checksum of a section behind the nodes is wrong", rest_at);
    findings_.push_back(
        {Severity::warning, "snapshot.unknown-bytes", "", rest_at,
         counted(trailer_.unknown_bytes, "byte", "bytes") + " behind the last section are of no known kind.",
         "ZooKeeper ignores them; nothing of the tree is in them."});
}

} // namespace keeperfs::zookeeper
