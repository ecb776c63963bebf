#include "keeperfs/keeper/replay.h"

#include "keeper/replay_requests.h"
#include "keeper/replay_state.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/keeper/digest.h"

#include <algorithm>

namespace keeperfs::keeper {

namespace {

/// Versions 1 and 2 hash alike; that of 3 is not established.
int hashed_as(int version) { return version == 2 ? 1 : version == 3 ? 0 : version; }

/// Every change of version hashes the whole tree. Servers change theirs with an upgrade, so a log that goes
/// to and fro without end is none of theirs.
constexpr int most_version_changes = 16;

bool uses_up_zxid(OpNum op) { return op != OpNum::session_id && op != OpNum::reconfig; }

void refuse_system_child(Bytes path) {
    if (as_text(path).starts_with("/keeper/"))
        throw Error(ErrorKind::bad_input,
                    fmt::format("the snapshot has the node {}, which servers keep to themselves",
                                escaped(as_text(path))));
}

} // namespace

std::string_view name_of(ReplyCode code) {
    switch (code) {
    case ReplyCode::ok:
        return "ZOK";
    case ReplyCode::bad_arguments:
        return "ZBADARGUMENTS";
    case ReplyCode::no_such_node:
        return "ZNONODE";
    case ReplyCode::no_auth:
        return "ZNOAUTH";
    case ReplyCode::bad_version:
        return "ZBADVERSION";
    case ReplyCode::no_children_for_ephemerals:
        return "ZNOCHILDRENFOREPHEMERALS";
    case ReplyCode::node_exists:
        return "ZNODEEXISTS";
    case ReplyCode::not_empty:
        return "ZNOTEMPTY";
    case ReplyCode::invalid_acl:
        return "ZINVALIDACL";
    case ReplyCode::auth_failed:
        return "ZAUTHFAILED";
    }
    return "";
}

struct Replay::State {
    explicit State(ReplayOptions given) : options(std::move(given)) {
        rules = rules_of(options.rules.value_or(RuleFamily::year22));
        storage.lists_changes = options.list_changes;
    }
    static std::unique_ptr<State> of_empty_server(ReplayOptions options) {
        auto state = std::make_unique<State>(std::move(options));
        state->storage.add_system_node();
        return state;
    }

    ReplayOptions options;
    RuleSet rules;
    ReplayState storage;
    bool started = false;
    std::uint64_t last_index = 0, last_term = 0;
    std::int64_t zxid = 0;
    std::optional<ClusterConfig> config;
    Outcome outcome;
    std::uint64_t compared = 0, without_time = 0;
    std::uint64_t loaded_error = 0; ///< what the snapshot's digest is above that of its nodes
    bool loaded_wrong = false;
    int shown_digest_version = 0;
    int version_changes_left = most_version_changes;
    std::optional<DigestDisagreement> disagreement;
    NodesNotHeld not_held;
    std::vector<bool> acl_used_by_others; ///< by place: a node that is not held has it
    mutable std::string path;             ///< of the node lent last

    void follow(std::optional<RuleFamily> shown);
    void begin(const ChangelogRecord& record);
    ReplyCode execute(const Request& request);
    ReplyCode authenticate(const Request& request);
    void load_nodes(SnapshotReader& snapshot, const PartOfTree* part);
    void pass_over(const SnapshotNode& node);
    void load_digest(const SnapshotHeader& header);
    void load(SnapshotReader& snapshot, const PartOfTree* part);
    void keep_digest(int version);
    void compare(const ChangelogRecord& record, const Request& request);
    SnapshotNode view(NodeId id) const;
};

void Replay::State::follow(std::optional<RuleFamily> shown) {
    if (!options.rules && shown && *shown != rules.family)
        rules = rules_of(*shown);
}

void Replay::State::begin(const ChangelogRecord& record) {
    started = true;
    outcome = {};
    storage.changes.clear();
    last_index = record.index;
    last_term = record.term;
}

ReplyCode Replay::State::authenticate(const Request& request) {
    auto proven = proven_by(request.operation.acl_scheme, request.operation.data, options.superdigest);
    if (!proven)
        return ReplyCode::auth_failed;
    storage.sessions.authenticate(request.session_id, std::move(*proven));
    return ReplyCode::ok;
}

ReplyCode Replay::State::execute(const Request& request) {
    const RequestContext context{request.session_id, request.zxid, request.time_ms.value_or(0), rules};
    switch (request.operation.op) {
    case OpNum::session_id:
        outcome.new_session = storage.sessions.open(request.operation.timeout_ms);
        return ReplyCode::ok;
    case OpNum::close:
        close_session(storage, request.session_id);
        return ReplyCode::ok;
    case OpNum::auth:
        return authenticate(request);
    case OpNum::multi:
        return apply_multi(storage, request, context, outcome.failed_part);
    default:
        if (const ReplyCode code = check_permission(storage, request.operation, context);
            code != ReplyCode::ok)
            return code;
        return apply_operation(storage, request.operation, context);
    }
}

void Replay::State::keep_digest(int version) {
    if (version == storage.digest().version() || version_changes_left == 0)
        return;
    --version_changes_left;
    storage.digest().set_version(version);
    loaded_error = 0;
}

void Replay::State::compare(const ChangelogRecord& record, const Request& request) {
    const int version =
        is_known_digest_version(request.digest_version) ? hashed_as(request.digest_version) : 0;
    if (version == 0 || version != storage.digest().version())
        return;
    const std::uint64_t found = storage.digest().sum();
    ++compared;
    outcome.digest_compared = true;
    outcome.digest_agrees = request.digest == found || request.digest == found + loaded_error;
    if (outcome.digest_agrees || disagreement)
        return;
    const bool has_parts = !request.parts.empty();
    disagreement = DigestDisagreement{
        .index = record.index,
        .zxid = request.zxid,
        .session_id = request.session_id,
        .op = request.operation.op,
        .path = std::string(as_text((has_parts ? request.parts.front() : request.operation).path)),
        .digest_version = request.digest_version,
        .expected = request.digest,
        .found = found};
}

SnapshotNode Replay::State::view(NodeId id) const {
    SnapshotNode node = view_of(storage.tree(), id, path);
    node.acl_id = storage.acls.id(storage.tree().node(id).acl);
    return node;
}

void Replay::State::pass_over(const SnapshotNode& node) {
    not_held.least_seq_num = std::min(not_held.least_seq_num, node.seq_num);
    not_held.greatest_seq_num = std::max(not_held.greatest_seq_num, node.seq_num);
    not_held.have_ttl = not_held.have_ttl || node.ttl_ms;
    not_held.have_containers = not_held.have_containers || node.stat.ephemeral_owner == tree::container_owner;
    ++not_held.count;
    storage.digest().add_other(node);
    const std::uint32_t acl = storage.acls.place_of(node.acl_id);
    if (acl >= acl_used_by_others.size())
        acl_used_by_others.resize(acl + 1);
    acl_used_by_others[acl] = true;
}

void Replay::State::load_nodes(SnapshotReader& snapshot, const PartOfTree* part) {
    // Version 0 has its lists in the nodes: more of them come with each node.
    std::size_t lists = 0;
    const auto take_lists = [&] {
        for (; lists < snapshot.acls().size(); ++lists)
            storage.acls.load(snapshot.acls()[lists]);
    };
    take_lists();
    for (SnapshotNode node; snapshot.next(node);) {
        take_lists();
        refuse_system_child(node.path);
        if (part != nullptr && !part->holds(node.path))
            pass_over(node);
        else
            storage.load(node);
    }
    storage.finish_loading(part);
}

void Replay::State::load_digest(const SnapshotHeader& header) {
    if (!is_known_digest_version(header.digest_version))
        return;
    shown_digest_version = header.digest_version;
    if (!options.check_digests)
        return;
    keep_digest(hashed_as(header.digest_version));
    if (storage.digest().version() == 0)
        return;
    loaded_error = header.digest - storage.digest().sum();
    loaded_wrong = loaded_error != 0;
}

Replay::Replay(ReplayOptions options) : state_(State::of_empty_server(std::move(options))) {}
Replay::Replay(Replay&&) noexcept = default;
Replay& Replay::operator=(Replay&&) noexcept = default;
Replay::~Replay() = default;

void Replay::State::load(SnapshotReader& snapshot, const PartOfTree* part) {
    const SnapshotHeader& header = snapshot.header();
    follow(rule_family_shown_by_snapshot(header.version));
    if (part != nullptr && options.check_digests) {
        std::set<int> versions = part->digest_versions;
        versions.insert(header.digest_version);
        for (const int version : versions)
            if (is_known_digest_version(version))
                storage.digest().expect_others(hashed_as(version));
    }
    load_nodes(snapshot, part);
    for (const tree::Session& session : snapshot.sessions())
        storage.sessions.load(session);
    storage.sessions.next_id = header.session_id_counter;
    if (snapshot.cluster_configuration())
        config = decode_cluster_config(as_bytes(*snapshot.cluster_configuration()), 0);
    last_index = header.last_log_index;
    last_term = header.last_log_term;
    zxid = header.zxid;
    load_digest(header);
    storage.add_system_node();
    storage.digest().up_to_date();
}

void Replay::load(SnapshotReader& snapshot, const PartOfTree* part) {
    if (state_->started)
        throw Error(ErrorKind::usage, "a snapshot is loaded before the first record");
    auto loaded = std::make_unique<State>(state_->options);
    loaded->load(snapshot, part);
    state_ = std::move(loaded);
}
void Replay::load(SnapshotReader& snapshot) { load(snapshot, nullptr); }
void Replay::load(SnapshotReader& snapshot, const PartOfTree& part) { load(snapshot, &part); }
const NodesNotHeld& Replay::not_held() const noexcept { return state_->not_held; }

const Outcome& Replay::apply(const ChangelogRecord& record, const Request& request) {
    State& state = *state_;
    state.begin(record);
    if (is_known_digest_version(request.digest_version)) {
        state.shown_digest_version = request.digest_version;
        state.follow(rule_family_shown_by_digest(request.digest_version));
        if (const int version = hashed_as(request.digest_version);
            version != 0 && state.options.check_digests)
            state.keep_digest(version);
    }
    if (!request.time_ms)
        ++state.without_time;
    state.outcome.code = state.execute(request);
    if (uses_up_zxid(request.operation.op))
        state.zxid = request.zxid;
    state.storage.digest().up_to_date();
    state.compare(record, request);
    state.outcome.changes = state.storage.changes;
    return state.outcome;
}

void Replay::apply(const ChangelogRecord& record, const ClusterConfig& config) {
    state_->begin(record);
    // As on commit: an older one does not come back.
    if (!state_->config || config.log_index > state_->config->log_index)
        state_->config = config;
}

std::uint64_t Replay::last_index() const noexcept { return state_->last_index; }
std::uint64_t Replay::last_term() const noexcept { return state_->last_term; }
std::int64_t Replay::zxid() const noexcept { return state_->zxid; }
std::int64_t Replay::session_id_counter() const noexcept { return state_->storage.sessions.next_id; }
std::vector<tree::Session> Replay::sessions() const { return state_->storage.sessions.all(); }
bool Replay::has_session(std::int64_t id) const { return state_->storage.sessions.contains(id); }
const std::optional<ClusterConfig>& Replay::cluster_config() const noexcept { return state_->config; }
RuleFamily Replay::rules() const noexcept { return state_->rules.family; }

std::vector<AclMapEntry> Replay::acls() const {
    const ReplayState& storage = state_->storage;
    std::vector<bool> is_used = state_->acl_used_by_others;
    is_used.resize(storage.acls.size());
    for (NodeId id = storage.tree().next_node(0); id != no_node; id = storage.tree().next_node(id + 1))
        is_used[storage.tree().node(id).acl] = true;
    std::vector<AclMapEntry> entries;
    for (std::uint32_t place = AclStore::open + 1; place < storage.acls.size(); ++place)
        if (is_used[place] && !storage.acls.is_unknown(place))
            entries.push_back({storage.acls.id(place), storage.acls.list(place)});
    std::ranges::sort(entries, {}, &AclMapEntry::id);
    return entries;
}

std::uint64_t Replay::acl_id_of_other(std::uint64_t in_snapshot) const {
    return state_->storage.acls.id_of(in_snapshot);
}

std::uint64_t Replay::node_count() const noexcept {
    return state_->storage.tree().size() + state_->not_held.count;
}
bool Replay::contains(Bytes path) const noexcept { return state_->storage.tree().find(path) != no_node; }

bool Replay::find(Bytes path, SnapshotNode& node) const {
    const NodeId id = state_->storage.tree().find(path);
    if (id == no_node)
        return false;
    node = state_->view(id);
    return true;
}

bool Replay::next(std::uint64_t& cursor, SnapshotNode& node) const {
    if (cursor >= no_node)
        return false;
    const NodeId id = state_->storage.tree().next_node(static_cast<NodeId>(cursor));
    if (id == no_node) {
        cursor = no_node;
        return false;
    }
    node = state_->view(id);
    cursor = std::uint64_t{id} + 1;
    return true;
}

std::uint64_t Replay::digest(int version) const {
    if (version == 0)
        return 0;
    if (hashed_as(version) == state_->storage.digest().version())
        return state_->storage.digest().sum();
    std::uint64_t sum =
        state_->not_held.count == 0 ? 0 : state_->storage.digest().of_others(hashed_as(version));
    std::uint64_t cursor = 0;
    for (SnapshotNode node; next(cursor, node);)
        sum += node_digest(version, node);
    return sum;
}

int Replay::digest_version() const noexcept { return state_->shown_digest_version; }

std::uint64_t Replay::digests_compared() const noexcept { return state_->compared; }
const std::optional<DigestDisagreement>& Replay::first_disagreement() const noexcept {
    return state_->disagreement;
}
bool Replay::loaded_wrong_digest() const noexcept { return state_->loaded_wrong; }
std::uint64_t Replay::records_without_time() const noexcept { return state_->without_time; }

} // namespace keeperfs::keeper
