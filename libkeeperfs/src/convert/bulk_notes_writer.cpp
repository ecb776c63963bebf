#include "base/xxhash.h"
#include "convert/bulk_notes.h"
#include "convert/bulk_notes_layout.h"

namespace keeperfs::convert {

namespace {

namespace layout = bulk_notes_layout;

class Encoder {
public:
    std::string of(const BulkNotes& notes) {
        out_ = layout::magic;
        number(layout::version);
        options(notes.options);
        end(notes.end);
        file(notes.result);
        list(notes.inputs, [&](const BulkNotes::InputFile& input) { file(input); });
        number(notes.nodes);
        number(notes.ordered_nodes);
        list(notes.sessions, [&](const tree::Session& session) {
            number(session.id);
            number(session.timeout_ms);
        });
        list(notes.late_parents, [&](const std::string& path) { text(path); });
        list(notes.null_data, [&](BulkNotes::Run nodes) { run(nodes); });
        list(notes.stored_stats, [&](const BulkNotes::StoredStat& stat) {
            number(stat.node);
            number(stat.ephemeral_owner);
            number(stat.cversion);
        });
        list(notes.acl_lists, [&](const tree::AclList& acls) {
            list(acls, [&](const tree::Acl& acl) {
                number(acl.permissions);
                text(acl.scheme);
                text(acl.id);
            });
        });
        list(notes.acl_runs, [&](const BulkNotes::AclRun& acls) {
            run(acls.nodes);
            number(acls.list);
        });
        number(std::uint64_t{XXH3_64bits(out_.data(), out_.size())});
        return std::move(out_);
    }

private:
    std::string out_;

    template <class T> void number(T value) { append_be(out_, value); }
    template <class T> void byte(T value) { append_be(out_, static_cast<std::uint8_t>(value)); }
    void text(std::string_view value) {
        number(static_cast<std::int32_t>(value.size()));
        out_ += value;
    }
    template <class T, class F> void list(const std::vector<T>& elements, F write) {
        number(static_cast<std::int32_t>(elements.size()));
        for (const T& element : elements)
            write(element);
    }

    void options(const ZooKeeperToKeeperOptions& options) {
        number(std::int32_t{options.snapshot_version});
        number(std::int32_t{options.digest_version});
        byte(options.codec);
        number(std::int32_t{options.compression_level});
        byte(options.special_nodes);
        byte(options.acls);
        byte(options.emulate_353_ttl);
        byte(options.source.digest_charset);
        list(options.acl_map, [&](const AclRule& rule) {
            for (const std::string* const part :
                 {&rule.from_scheme, &rule.from_id, &rule.to_scheme, &rule.to_id})
                text(*part);
            byte(rule.to_permissions.has_value());
            number(rule.to_permissions.value_or(0));
        });
    }
    void end(const zookeeper::RestoredEnd& end) {
        number(end.zxid);
        number(end.fuzzy_until);
        byte(end.last.has_value());
        if (end.last) {
            number(end.last->session);
            number(end.last->time_ms);
            number(end.last->cxid);
            number(end.last->type);
        }
        byte(end.digest.has_value());
        if (end.digest) {
            number(end.digest->first);
            number(end.digest->second);
        }
        number(end.greatest_session_id);
    }
    void file(const BulkNotes::InputFile& file) {
        text(file.path);
        number(file.size);
        text(file.sha256);
    }
    void run(BulkNotes::Run nodes) {
        number(nodes.first);
        number(nodes.count);
    }
};

} // namespace

std::string encode_bulk_notes(const BulkNotes& notes) { return Encoder().of(notes); }

} // namespace keeperfs::convert
