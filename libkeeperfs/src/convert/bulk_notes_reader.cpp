#include "base/jute.h"
#include "base/xxhash.h"
#include "convert/bulk_notes.h"
#include "convert/bulk_notes_layout.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/digest.h"

#include <fmt/format.h>

namespace keeperfs::convert {

namespace {

namespace layout = bulk_notes_layout;

constexpr int least_level = 1, most_level = 19; ///< of zstd
/// Read, but never written: see node_digest().
constexpr int unwritten_digest = 3;

class Decoder {
public:
    explicit Decoder(Bytes file) : cursor_(body_of(file), layout::magic.size()) {}

    BulkNotes run() {
        check_version();
        options();
        end();
        notes_.result = file();
        list("list of input files", layout::least_file, [&] { notes_.inputs.push_back(file()); });
        notes_.nodes = count("number of nodes", tree::no_node);
        notes_.ordered_nodes = count("number of ordered nodes", notes_.nodes);
        list("list of sessions", layout::session, [&] {
            const std::int64_t id = cursor_.int64("session id");
            notes_.sessions.push_back(
                {.id = id, .timeout_ms = cursor_.int64("session timeout"), .authentications = {}});
        });
        list("list of parents", layout::least_text, [&] { notes_.late_parents.push_back(text("path")); });
        list("list of nodes without data", layout::run, [&] {
            notes_.null_data.push_back(
                nodes_behind(notes_.null_data.empty() ? nullptr : &notes_.null_data.back()));
        });
        list("list of stored stats", layout::stat, [&] { notes_.stored_stats.push_back(stored_stat()); });
        list("list of ACLs", layout::least_acl_list, [&] { notes_.acl_lists.push_back(acl_list()); });
        list("list of ACL runs", layout::acl_run, [&] { notes_.acl_runs.push_back(acl_run()); });
        check_cursor();
        require(cursor_.left() == 0, "there are bytes behind the last list");
        return std::move(notes_);
    }

private:
    jute::Cursor cursor_;
    BulkNotes notes_;

    static Bytes body_of(Bytes file) {
        const std::size_t around = layout::magic.size() + layout::seal_bytes;
        if (file.size() < around || !as_text(file).starts_with(layout::magic))
            throw Error(ErrorKind::bad_input, "this is no file that keeper-converter --catch-up-file wrote")
                .at(0)
                .hint("Give the file that the bulk conversion wrote.");
        const Bytes sealed = file.first(file.size() - layout::seal_bytes);
        if (load_be<std::uint64_t>(file.data() + sealed.size()) != XXH3_64bits(sealed.data(), sealed.size()))
            throw Error(ErrorKind::bad_input, "the checksum is wrong: the file is damaged or was cut")
                .at(sealed.size())
                .hint("Copy it again, or make a full conversion.");
        return sealed.subspan(layout::magic.size());
    }

    void check_cursor() const {
        if (!cursor_.ok())
            throw cursor_.error();
    }
    void require(bool holds, std::string_view what) const {
        check_cursor();
        if (!holds)
            throw Error(ErrorKind::bad_input, std::string(what)).at(cursor_.offset());
    }
    void check_version() {
        const std::int32_t version = cursor_.int32("version");
        check_cursor();
        if (version != layout::version)
            throw Error(ErrorKind::bad_input, "the file is of another version of keeper-converter")
                .found(std::to_string(version), std::to_string(layout::version))
                .hint("Use the program that made the bulk conversion, or make a full conversion.");
    }

    std::string text(const char* field) { return std::string(as_text(cursor_.text(field))); }
    std::int32_t between(const char* field, std::int32_t least, std::int32_t most) {
        const std::int32_t value = cursor_.int32(field);
        require(value >= least && value <= most, fmt::format("the {} is out of range", field));
        return value;
    }
    template <class T> T choice(const char* field, T last) {
        const std::uint8_t value = cursor_.byte(field);
        require(value <= static_cast<std::uint8_t>(last), fmt::format("the {} is out of range", field));
        return static_cast<T>(value);
    }
    std::uint64_t count(const char* field, std::uint64_t most) {
        const auto value = static_cast<std::uint64_t>(cursor_.int64(field));
        require(value <= most, fmt::format("the {} is out of range", field));
        return value;
    }
    std::int64_t zxid(const char* field) {
        return static_cast<std::int64_t>(count(field, static_cast<std::uint64_t>(INT64_MAX) - 1));
    }
    template <class F> void list(const char* field, std::size_t least_bytes, F read) {
        const std::int32_t n = cursor_.count(field, least_bytes);
        require(n >= 0, fmt::format("the {} is missing", field));
        for (std::int32_t i = 0; i < n && cursor_.ok(); ++i)
            read();
        check_cursor();
    }

    void options() {
        ZooKeeperToKeeperOptions& options = notes_.options;
        namespace version = keeper::snapshot_version;
        options.snapshot_version = between("snapshot version", version::oldest_written, version::newest);
        options.digest_version = between("digest version", 0, keeper::newest_digest_version);
        require(options.digest_version != unwritten_digest, "the digest version is out of range");
        options.codec = choice("codec", keeper::SnapshotCodec::lz4_blocks);
        options.compression_level = between("compression level", least_level, most_level);
        options.special_nodes = choice("choice of special nodes", SpecialNodePolicy::fail);
        options.acls = choice("ACL policy", AclPolicy::fail);
        options.emulate_353_ttl = cursor_.boolean("choice of TTL nodes");
        options.source.digest_charset = choice("digest charset", zookeeper::DigestCharsetChoice::ascii);
        list("list of ACL rules", layout::least_rule, [&] {
            AclRule& rule = options.acl_map.emplace_back();
            rule.from_scheme = text("scheme");
            rule.from_id = text("id");
            rule.to_scheme = text("scheme");
            rule.to_id = text("id");
            const bool has_permissions = cursor_.boolean("permissions");
            const std::int32_t permissions = cursor_.int32("permissions");
            if (has_permissions)
                rule.to_permissions = permissions;
        });
    }

    void end() {
        zookeeper::RestoredEnd& end = notes_.end;
        end.zxid = zxid("zxid");
        end.fuzzy_until = zxid("end of the fuzzy range");
        if (cursor_.boolean("mark")) {
            zookeeper::TransactionMark& mark = end.last.emplace();
            mark.zxid = end.zxid;
            mark.session = cursor_.int64("session");
            mark.time_ms = cursor_.int64("time");
            mark.cxid = cursor_.int32("cxid");
            mark.type = cursor_.int32("type");
        }
        if (cursor_.boolean("digest")) {
            auto& [utf8, ascii] = end.digest.emplace();
            utf8 = static_cast<std::uint64_t>(cursor_.int64("digest"));
            ascii = static_cast<std::uint64_t>(cursor_.int64("digest"));
        }
        end.greatest_session_id = cursor_.int64("session id");
    }

    BulkNotes::InputFile file() {
        BulkNotes::InputFile file;
        file.path = text("path");
        file.size = count("size", INT64_MAX);
        file.sha256 = text("SHA-256");
        return file;
    }

    BulkNotes::Run nodes_behind(const BulkNotes::Run* last) {
        BulkNotes::Run nodes;
        nodes.first = count("first node", notes_.nodes);
        nodes.count = count("count of nodes", notes_.nodes - nodes.first);
        require(nodes.count > 0 && (last == nullptr || nodes.first >= last->first + last->count),
                "runs of nodes do not ascend");
        return nodes;
    }
    BulkNotes::StoredStat stored_stat() {
        BulkNotes::StoredStat stat;
        stat.node = count("node", notes_.nodes);
        require(stat.node < notes_.nodes &&
                    (notes_.stored_stats.empty() || stat.node > notes_.stored_stats.back().node),
                "stored stats do not ascend");
        stat.ephemeral_owner = cursor_.int64("owner");
        stat.cversion = cursor_.int32("cversion");
        return stat;
    }
    tree::AclList acl_list() {
        tree::AclList acls;
        list("ACL", layout::least_acl, [&] {
            tree::Acl& acl = acls.emplace_back();
            acl.permissions = cursor_.int32("permissions");
            acl.scheme = text("scheme");
            acl.id = text("id");
        });
        return acls;
    }
    BulkNotes::AclRun acl_run() {
        BulkNotes::AclRun run;
        run.nodes = nodes_behind(notes_.acl_runs.empty() ? nullptr : &notes_.acl_runs.back().nodes);
        const std::int32_t list = cursor_.int32("ACL");
        require(list >= 0 && static_cast<std::size_t>(list) < notes_.acl_lists.size(),
                "a run of nodes has an ACL that is not listed");
        run.list = static_cast<std::uint32_t>(list);
        return run;
    }
};

} // namespace

BulkNotes decode_bulk_notes(Bytes file) { return Decoder(file).run(); }

} // namespace keeperfs::convert
