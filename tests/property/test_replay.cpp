// Random histories as changelogs, replayed, against a simple model of the storage. KFS_SEED and KFS_ROUNDS
// choose other histories.
#include "property/keeper_history.h"
#include "property/number_from.h"
#include "support/keeper_snapshots.h"
#include "support/keeper_tree.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/changelog_writer.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/keeper/replay_directory.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::property;
using keeper::ReplayedDirectory;
using keeper::ReplayPlan;
using keeper::ReplayStart;
using keeper::ReplayStop;

namespace {

constexpr std::uint64_t default_rounds = 40;

struct LogRecord {
    std::uint64_t index = 0, term = 0;
    keeper::RecordType type = keeper::RecordType::application;
    std::string blob;
};

keeper::RuleFamily a_later_family(Random& random) {
    constexpr keeper::RuleFamily later[] = {keeper::RuleFamily::year24, keeper::RuleFamily::year25,
                                            keeper::RuleFamily::year26};
    return later[random.below(std::size(later))];
}

/// A cluster's life: its records, as some member has them, and the model behind some of them.
class Life {
public:
    explicit Life(std::uint64_t seed)
        : random_(seed), family_(random_.chance(50) ? keeper::RuleFamily::year22 : a_later_family(random_)),
          superuser_(random_.chance(50) ? keeper_digest_id(keeper_credentials.back()) : ""),
          model_(family_, superuser_), history_(random_, model_), has_digests_(random_.chance(85)),
          has_64bit_xids_(model_.is_new() && random_.chance(40)) {
        digest_version_ = !model_.is_new()                        ? static_cast<int>(random_.between(1, 2))
                          : family_ == keeper::RuleFamily::year26 ? 5
                                                                  : 4;
        const std::uint64_t records = random_.below(150) + 2;
        snapshot_index_ = 1 + random_.below(records);
        point_index_ = 1 + random_.below(records);
        while (last_index_ < records)
            next();
        write_files();
    }

    ReplayPlan plan(ReplayStart start) const {
        ReplayPlan plan;
        plan.start = start;
        plan.options.superdigest = superuser_;
        // Without digests nothing shows whose rules these are, and nothing tells 2024 from 2025.
        const bool is_shown = family_ == keeper::RuleFamily::year22 || family_ == keeper::RuleFamily::year26;
        if (!has_digests_ || !is_shown)
            plan.options.rules = family_;
        return plan;
    }
    ReplayedDirectory replay(const ReplayPlan& plan) const {
        return keeper::replay_directory(*snapshots_, *logs_, plan);
    }

    Random& random() { return random_; }
    const KeeperModel& end() const { return model_; }
    const KeeperModel& at_point() const { return *at_point_; }
    std::uint64_t point_index() const { return point_index_; }
    std::uint64_t snapshot_index() const { return snapshot_index_; }
    std::uint64_t last_index() const { return last_index_; }
    std::uint64_t last_term() const { return term_; }
    std::uint64_t refused() const { return refused_; }
    std::uint64_t digests() const { return has_digests_ ? digests_ : 0; }
    bool has_digests() const { return has_digests_; }

    /// Changes the digest of one record; -> its index, 0 when there is none.
    std::uint64_t spoil_a_digest() {
        std::vector<LogRecord*> candidates;
        for (LogRecord& record : records_)
            if (record.type == keeper::RecordType::application)
                candidates.push_back(&record);
        if (!has_digests_ || has_64bit_xids_ || candidates.empty())
            return 0;
        LogRecord& chosen = *candidates[random_.below(candidates.size())];
        chosen.blob.back() = static_cast<char>(chosen.blob.back() ^ 1);
        logs_ = storage::memory_disk();
        write_files();
        return chosen.index;
    }

private:
    Random random_;
    keeper::RuleFamily family_;
    std::string superuser_;
    KeeperModel model_;
    KeeperHistory history_;
    bool has_digests_, has_64bit_xids_;
    int digest_version_ = 0;
    std::uint64_t snapshot_index_ = 0, point_index_ = 0, last_index_ = 0, term_ = 1, refused_ = 0,
                  digests_ = 0;
    std::vector<LogRecord> records_; ///< those that count
    std::optional<KeeperModel> at_point_;
    std::unique_ptr<storage::Disk> snapshots_ = storage::memory_disk(), logs_ = storage::memory_disk();

    void next() {
        ++last_index_;
        if (last_index_ == 1 || random_.chance(4))
            configure();
        else
            request();
        if (last_index_ == point_index_)
            at_point_ = model_;
        if (last_index_ == snapshot_index_)
            write_snapshot();
    }

    /// A new leader.
    void configure() {
        if (last_index_ > 1)
            ++term_;
        keeper::ClusterConfig config;
        config.log_index = last_index_;
        config.servers.resize(1);
        config.servers[0].endpoint = "localhost:9234";
        records_.push_back(
            {last_index_, term_, keeper::RecordType::configuration, keeper::encode_cluster_config(config)});
    }

    void request() {
        const SentRequest sent = history_.next();
        refused_ += model_.apply(sent) ? 0 : 1;
        ++digests_;
        records_.push_back(
            {last_index_, term_, keeper::RecordType::application, encoded(sent, form_of(model_))});
    }

    RecordForm form_of(const KeeperModel& model) {
        RecordForm form;
        form.has_64bit_xid = has_64bit_xids_;
        if (has_64bit_xids_ && random_.chance(30))
            form.tracing = "trace";
        if (has_digests_) {
            form.digest_version = digest_version_;
            form.digest = model.digest(digest_version_);
        }
        return form;
    }

    void write_snapshot() {
        test::WholeSnapshot whole;
        whole.header.version = model_.is_new() ? 9 : 5;
        whole.header.last_log_index = last_index_;
        whole.header.last_log_term = term_;
        whole.header.metadata_configuration = keeper::empty_cluster_configuration();
        whole.header.zxid = model_.zxid;
        whole.header.session_id_counter = model_.next_session;
        if (has_digests_ && random_.chance(80)) {
            whole.header.digest_version = digest_version_;
            whole.header.digest = model_.digest(digest_version_);
        }
        for (const auto& [path, node] : model_.nodes)
            whole.nodes.push_back(snapshot_node(path, node, model_, &whole.acls));
        random_.shuffle(whole.nodes);
        for (const auto& [id, timeout] : model_.sessions)
            whole.sessions.push_back({id, timeout, authentications_of(model_, id)});
        put(*snapshots_, fmt::format("snapshot_{}.bin", last_index_),
            test::compress(test::encode(whole, whole.header.version), keeper::SnapshotCodec::lz4_blocks));
    }

    static void put(storage::Disk& disk, const std::string& name, const std::string& content) {
        const auto file = disk.create(name, storage::Disk::Existing::keep);
        file->write(as_bytes(content));
        file->finish();
    }

    /// Some records were written, and then overwritten by another leader's.
    void write_leftovers(keeper::ChangelogWriter& writer, const LogRecord& before) {
        SentRequest lost;
        lost.session = 1;
        lost.zxid = 1;
        lost.operation = test::create("/lost");
        const std::string blob = encoded(lost, {});
        for (std::uint64_t i = 0, count = 1 + random_.below(4); i < count; ++i)
            writer.write({.index = before.index + i, .term = before.term, .blob = as_bytes(blob)});
    }

    void write_files() {
        const auto codec = random_.chance(50) ? keeper::ChangelogCodec::zstd : keeper::ChangelogCodec::plain;
        for (std::size_t at = 0; at < records_.size();) {
            const std::size_t wanted = 1 + random_.below(80), end = std::min(at + wanted, records_.size());
            const std::uint64_t from = records_[at].index;
            const auto file = logs_->create(keeper::changelog_name(from, from + wanted - 1, codec),
                                            storage::Disk::Existing::keep);
            keeper::ChangelogWriter writer(*file, codec);
            for (; at < end; ++at) {
                const LogRecord& record = records_[at];
                if (random_.chance(5))
                    write_leftovers(writer, record);
                writer.write({.index = record.index,
                              .term = record.term,
                              .type = record.type,
                              .blob = as_bytes(record.blob)});
            }
            writer.finish();
        }
    }

public:
    static std::vector<tree::Session::Authentication> authentications_of(const KeeperModel& model,
                                                                         std::int64_t session) {
        std::vector<tree::Session::Authentication> all;
        if (const auto found = model.authentications.find(session); found != model.authentications.end())
            for (const auto& [scheme, id] : found->second)
                all.push_back({scheme, id});
        return all;
    }
    /// `acls`: gets the node's list, unless it is open.
    static test::OwnedNode snapshot_node(const std::string& path, const KeeperNode& node,
                                         const KeeperModel& model, std::vector<keeper::AclMapEntry>* acls) {
        test::OwnedNode made{path, node.data, {}};
        keeper::SnapshotNode& fields = made.node;
        fields.stat = {.czxid = node.czxid,
                       .mzxid = node.mzxid,
                       .pzxid = node.pzxid,
                       .ctime = node.ctime,
                       .mtime = node.mtime,
                       .version = node.version,
                       .cversion = node.cversion,
                       .aversion = node.aversion,
                       .ephemeral_owner = node.is_container ? tree::container_owner : node.session};
        fields.num_children = model.children_of(path);
        fields.seq_num = node.next_number;
        fields.ttl_ms = node.ttl_ms;
        fields.is_sequential = node.is_sequential;
        if (acls != nullptr && !node.acl.empty()) {
            fields.acl_id = 1 + acls->size();
            acls->push_back({fields.acl_id, node.acl});
        }
        return made;
    }
};

std::string session_text(const tree::Session& session) {
    std::string text = fmt::format("session {} {}", session.id, session.timeout_ms);
    for (const auto& [scheme, id] : session.authentications)
        text += fmt::format(" {}:{}", scheme, id);
    return text;
}

/// Everything that both know, in the same words.
test::TreeText text_of(const KeeperModel& model) {
    test::TreeText text;
    for (const auto& [path, node] : model.nodes) {
        const test::OwnedNode made = Life::snapshot_node(path, node, model, nullptr);
        text[path] = test::client_text(made.view(), test::acl_text(node.acl)) +
                     fmt::format(" {} {} {}", node.next_number, node.ttl_ms.value_or(-1), node.is_sequential);
    }
    for (const auto& [id, timeout] : model.sessions) {
        const tree::Session session{id, timeout, Life::authentications_of(model, id)};
        text[fmt::format("session {}", id)] = session_text(session);
    }
    text["zxid"] = fmt::format("{} next session {}", model.zxid, model.next_session);
    return text;
}
test::TreeText text_of(const keeper::Replay& replay) {
    test::TreeText text = test::tree_text(replay, test::Fields::all);
    for (const tree::Session& session : replay.sessions())
        text[fmt::format("session {}", session.id)] = session_text(session);
    text["zxid"] = fmt::format("{} next session {}", replay.zxid(), replay.session_id_counter());
    return text;
}

void check_equal(const test::TreeText& found, const KeeperModel& model) {
    const test::TreeText wanted = text_of(model);
    for (const auto& line : wanted) {
        const auto at = found.find(line.first);
        CHECK_MESSAGE((at != found.end() && at->second == line.second), line.first, ": ",
                      (at == found.end() ? std::string("not there") : at->second), ", the model has ",
                      line.second);
    }
    for (const auto& line : found)
        CHECK_MESSAGE(wanted.contains(line.first), line.first, " is there, but not in the model");
}

void check_equal(const keeper::Replay& replay, const KeeperModel& model) {
    check_equal(text_of(replay), model);
}

template <class F> void for_each_life(F property) {
    const std::uint64_t first = number_from("KFS_SEED", 1),
                        rounds = number_from("KFS_ROUNDS", default_rounds);
    for (std::uint64_t seed = first; seed < first + rounds; ++seed) {
        CAPTURE(seed);
        Life life(seed);
        property(life);
    }
}

} // namespace

TEST_CASE("a replayed history gives the model's tree, from the empty one and from a snapshot") {
    for_each_life([](Life& life) {
        for (const ReplayStart start : {ReplayStart::empty, ReplayStart::newest, ReplayStart::oldest}) {
            CAPTURE(static_cast<int>(start));
            const auto [replay, report] = life.replay(life.plan(start));
            CHECK((report.stop == ReplayStop::end));
            CHECK(report.findings.empty());
            CHECK(!replay.first_disagreement());
            CHECK(replay.last_index() == life.last_index());
            CHECK(replay.last_term() == life.last_term());
            CHECK((start == ReplayStart::newest ? life.snapshot_index() : 0) == report.start_index);
            if (start != ReplayStart::newest) {
                CHECK(report.failed == life.refused());
                CHECK(replay.digests_compared() == life.digests());
            }
            check_equal(replay, life.end());
        }
    });
}

TEST_CASE("a replay that holds only what the log touches, with the snapshot's other nodes, gives the model's "
          "tree") {
    std::uint64_t others = 0;
    for_each_life([&](Life& life) {
        ReplayPlan plan = life.plan(ReplayStart::newest);
        plan.memory = keeper::ReplayMemory::touched_nodes;
        const ReplayedDirectory part = life.replay(plan);
        CHECK((part.report.stop == ReplayStop::end));
        CHECK(!part.replay.first_disagreement());
        plan = life.plan(ReplayStart::newest);
        plan.at_index = life.snapshot_index();
        test::TreeText found = text_of(part.replay);
        for (const auto& node : test::tree_text(life.replay(plan).replay, test::Fields::all))
            if (!part.report.holds(as_bytes(node.first))) {
                CHECK(found.emplace(node).second);
                ++others;
            }
        check_equal(found, life.end());
    });
    CHECK(others > 0);
}

TEST_CASE("a replay to an index or a zxid gives the model's tree of that moment") {
    for_each_life([](Life& life) {
        ReplayPlan by_index = life.plan(ReplayStart::newest);
        by_index.at_index = life.point_index();
        check_equal(life.replay(by_index).replay, life.at_point());
        ReplayPlan by_zxid = life.plan(ReplayStart::newest);
        by_zxid.at_zxid = life.at_point().zxid;
        const ReplayedDirectory replayed = life.replay(by_zxid);
        CHECK(replayed.replay.zxid() == life.at_point().zxid);
        CHECK(replayed.replay.digest(4) == life.at_point().digest(4));
    });
}

TEST_CASE("the first record with a wrong digest is named, and no other") {
    for_each_life([](Life& life) {
        const std::uint64_t spoilt = life.spoil_a_digest();
        const ReplayedDirectory replayed = life.replay(life.plan(ReplayStart::empty));
        CHECK(replayed.replay.first_disagreement().has_value() == (spoilt != 0));
        if (spoilt == 0)
            return;
        CHECK(replayed.replay.first_disagreement()->index == spoilt);
        CHECK((replayed.report.stop == ReplayStop::disagreement));
        CHECK(replayed.replay.last_index() == spoilt);
    });
}
