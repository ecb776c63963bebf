#include "property/history.h"

#include <algorithm>
#include <iterator>

namespace keeperfs::property {

namespace {

constexpr std::size_t many_nodes = 70;
constexpr std::size_t greatest_depth = 6;
const std::string quota_root = "/zookeeper/quota";

Change change_of(std::int32_t type, std::string path) {
    Change change;
    change.type = type;
    change.path = std::move(path);
    return change;
}

} // namespace

History::History(Random& random, Model& model)
    : random_(random), model_(model), names_{"a", "b", "c", "a-b", "é", "漢字", "x y"},
      close_with_paths_(random.chance(60)) {
    model_.last_zxid = (random_.chance(50) ? 0 : random_.between(1, 5) << 32) + random_.between(0, 1000);
    const std::int64_t zxid = model_.last_zxid;
    for (const char* name : {"/a", "/b", "/busy", "/old"}) {
        if (zxid < 10 || random_.chance(20))
            continue;
        Node node;
        node.data = some_data();
        node.stat.czxid = node.stat.mzxid = node.stat.pzxid = random_.between(1, zxid);
        node.stat.version = random_.pick(std::vector<std::int32_t>{0, 3, INT32_MAX, -2});
        node.stat.aversion = random_.pick(std::vector<std::int32_t>{0, 1, INT32_MAX});
        // 3.4 and 3.5 let the counter wrap around, so a negative one may come from a long past.
        node.stat.cversion =
            random_.pick(std::vector<std::int32_t>{0, 7, INT32_MAX - 3, INT32_MAX, INT32_MIN, -1, 1 << 30});
        node.stat.ctime = node.stat.mtime = time_ms_ - 1000;
        node.acl = random_.chance(50) ? -1 : model_.acl_number(some_acl());
        model_.nodes[name] = node;
    }
    tree::Stat& root = model_.nodes.at("").stat;
    root.cversion = static_cast<std::int32_t>(random_.between(4, 9));
    root.pzxid = random_.between(0, zxid);
}

std::int64_t History::next_zxid() {
    if (random_.chance(2))
        return (((model_.last_zxid >> 32) + random_.between(1, 3)) << 32) | 1;
    return model_.last_zxid + 1;
}

/// A server's number stands in the top byte: above 127 the id is negative, and with 255 it looks like a TTL.
std::int64_t History::new_session_id() {
    const auto server = static_cast<std::uint64_t>(random_.pick(std::vector<int>{1, 2, 127, 200, 254, 255}));
    return static_cast<std::int64_t>((server << 56) | 0x52'e300'0000U |
                                     static_cast<std::uint64_t>(++sessions_made_));
}

std::int64_t History::some_session() {
    const auto place = static_cast<std::ptrdiff_t>(random_.below(model_.sessions.size()));
    return std::next(model_.sessions.begin(), place)->first;
}

std::int64_t History::session_to_close() {
    std::vector<std::int64_t> owners;
    for (const auto& [path, node] : model_.nodes)
        if (node.ephemeral)
            owners.push_back(node.stat.ephemeral_owner);
    return owners.empty() || random_.chance(20) ? some_session() : random_.pick(owners);
}

std::string History::some_path() {
    if (random_.chance(3))
        return "/";
    std::vector<std::string> paths;
    for (const auto& [path, node] : model_.nodes)
        if (!path.empty() && !is_below(path, "/zookeeper"))
            paths.push_back(path);
    return paths.empty() || random_.chance(3) ? "/missing" : random_.pick(paths);
}

std::string History::some_parent() {
    if (random_.chance(15))
        return "";
    const std::string path = random_.chance(25) ? "/busy" : tree_path(some_path());
    return static_cast<std::size_t>(std::ranges::count(path, '/')) < greatest_depth ? path : "";
}

Data History::some_data() {
    if (random_.chance(12))
        return std::nullopt;
    std::string data(random_.below(random_.chance(5) ? 3000 : 20), '\0');
    for (char& byte : data)
        byte = static_cast<char>(random_.below(256));
    return data;
}

tree::AclList History::some_acl() {
    if (random_.chance(30))
        return {{31, "world", "anyone"}};
    tree::AclList list{{static_cast<std::int32_t>(random_.between(1, 31)), "digest",
                        "user" + std::to_string(random_.below(12)) + ":hash"}};
    if (random_.chance(30))
        list.push_back({1, "ip", "10.0.0.0/8"});
    return list;
}

std::int32_t History::some_expected_version(std::int32_t present) {
    return random_.chance(70) ? any_version : random_.chance(85) ? present : 12345;
}

Change History::some_create() {
    static const std::vector<std::int32_t> kinds{type::create,  type::create,           type::create,
                                                 type::create2, type::create_container, type::create_ttl};
    Change change = change_of(random_.pick(kinds), some_parent() + "/" + random_.pick(names_));
    change.data = some_data();
    if (!random_.chance(10))
        change.acl = some_acl();
    if (change.type == type::create || change.type == type::create2)
        change.ephemeral = random_.chance(45);
    if (change.type == type::create_ttl)
        change.ttl_ms =
            random_.pick(std::vector<std::int64_t>{1, 1000, 86'400'000, (std::int64_t{1} << 40) - 1});
    change.sequential = random_.chance(20);
    return change;
}

Change History::some_removal() {
    Change change = change_of(random_.chance(10) ? type::delete_container : type::remove, some_path());
    // Removals go for leaves mostly, or they would fail.
    for (int tries = 0; tries < 4 && !model_.children_of(tree_path(change.path)).empty(); ++tries)
        change.path = some_path();
    if (change.path == "/")
        change.path = "/missing";
    return change;
}

Change History::some_set_data() {
    if (random_.chance(4)) {
        Change reconfig = change_of(type::reconfig, "/zookeeper/config");
        reconfig.data = "server.1=host:2888:3888:participant\nversion=" + std::to_string(random_.below(1000));
        return reconfig;
    }
    Change change = change_of(type::set_data, some_path());
    change.data = some_data();
    if (const auto found = model_.nodes.find(tree_path(change.path)); found != model_.nodes.end())
        change.version = some_expected_version(found->second.stat.version);
    return change;
}

Change History::some_set_acl() {
    Change change = change_of(type::set_acl, some_path());
    change.acl = some_acl();
    if (const auto found = model_.nodes.find(tree_path(change.path)); found != model_.nodes.end())
        change.version = some_expected_version(found->second.stat.aversion);
    return change;
}

Change History::some_change(bool in_multi) {
    const std::uint64_t dice = random_.below(100);
    const bool full = model_.nodes.size() > many_nodes;
    if (dice < (full ? 25U : 45U))
        return some_create();
    if (dice < 70)
        return some_removal();
    if (in_multi && dice < 85) {
        Change check = change_of(type::check, some_path());
        return check;
    }
    if (dice < 88 || in_multi) {
        Change change = some_set_data();
        if (in_multi && change.type == type::reconfig)
            change = some_removal();
        return change;
    }
    return some_set_acl();
}

/// A whole life in one multi: a node goes, comes again and gets a child.
std::vector<Change> History::some_rewrite() {
    const Change removal = some_removal();
    std::vector<Change> changes{removal, change_of(type::create, removal.path),
                                change_of(random_.chance(50) ? type::create : type::create2,
                                          removal.path + "/" + random_.pick(names_))};
    changes[1].acl = some_acl();
    changes[1].data = some_data();
    changes[2].data = some_data();
    if (random_.chance(30))
        changes.push_back(change_of(type::remove, changes[2].path));
    return changes;
}

/// What the command line client does to set a quota or to take it away, all or nothing.
std::vector<Change> History::some_quota() {
    const std::string target = "/" + random_.pick(names_);
    const std::string top = quota_root + target;
    std::vector<Change> changes;
    const bool present = model_.nodes.contains(top);
    if (present && random_.chance(30)) {
        Change limit = change_of(type::set_data, top + "/zookeeper_limits");
        limit.data = "count=" + std::to_string(random_.below(100)) + ",bytes=-1";
        return {limit};
    }
    for (const char* leaf : {"/zookeeper_limits", "/zookeeper_stats"})
        changes.push_back(change_of(present ? type::remove : type::create, top + leaf));
    if (present)
        changes.push_back(change_of(type::remove, top));
    else
        changes.insert(changes.begin(), change_of(type::create, top));
    if (!present)
        for (Change& change : changes) {
            change.acl = tree::AclList{{31, "world", "anyone"}};
            change.data = "count=-1,bytes=-1";
        }
    return changes;
}

void History::omit_parent_cversions(Txn& txn) {
    for (Change& change : txn.changes)
        if (change.type == type::create && random_.chance(20)) {
            change.parent_cversion = no_cversion;
            change.old_form = txn.type == type::create && random_.chance(50);
        }
}

Txn History::next(const Pause& pause) {
    const std::int64_t zxid = next_zxid();
    time_ms_ += random_.between(0, 50);
    if (model_.sessions.empty() || random_.chance(5)) {
        const auto timeout = static_cast<std::int32_t>(random_.between(1, 60'000));
        return model_.open_session(zxid, new_session_id(), time_ms_, timeout);
    }
    // What a snapshot misses of a closing is told by its list alone; that shall happen often.
    if (random_.chance(only_complete_records ? 10 : 4))
        return model_.close_session(zxid, session_to_close(), time_ms_,
                                    close_with_paths_ || only_complete_records, pause);
    std::vector<Change> requests;
    bool multi = true;
    if (const std::uint64_t dice = random_.below(100); dice < 3)
        requests = some_quota();
    else if (dice < 9)
        requests = some_rewrite();
    else if (dice < 18)
        for (std::uint64_t count = random_.below(6); count > 0; --count)
            requests.push_back(some_change(true));
    else {
        requests.push_back(some_change(false));
        multi = false;
    }
    Txn txn = model_.execute(zxid, some_session(), time_ms_, requests, multi, pause);
    if (!only_complete_records)
        omit_parent_cversions(txn);
    return txn;
}

} // namespace keeperfs::property
