#pragma once
// Requests as a client sends them, applied one after the other.
#include "keeperfs/keeper/replay.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace keeperfs::test {

/// An operation that owns what its spans point to.
struct OwnedOperation {
    keeper::RequestOperation operation;
    std::string path, data;

    keeper::RequestOperation view() const {
        keeper::RequestOperation with_spans = operation;
        with_spans.path = as_bytes(path);
        with_spans.data = as_bytes(data);
        return with_spans;
    }
};

inline OwnedOperation op(keeper::OpNum number, std::string path, std::string data = "") {
    OwnedOperation made{{}, std::move(path), std::move(data)};
    made.operation.op = number;
    return made;
}
inline OwnedOperation create(std::string path, std::string data = "", tree::AclList acl = {}) {
    OwnedOperation made = op(keeper::OpNum::create, std::move(path), std::move(data));
    made.operation.acl = std::move(acl);
    return made;
}
inline OwnedOperation ephemeral(std::string path) {
    OwnedOperation made = create(std::move(path));
    made.operation.ephemeral = true;
    return made;
}
inline OwnedOperation sequential(std::string path) {
    OwnedOperation made = create(std::move(path));
    made.operation.sequential = true;
    return made;
}
inline OwnedOperation versioned(keeper::OpNum number, std::string path, std::int32_t version) {
    OwnedOperation made = op(number, std::move(path));
    made.operation.version = version;
    return made;
}
inline OwnedOperation with_acl(std::string path, tree::AclList acl) {
    OwnedOperation made = op(keeper::OpNum::set_acl, std::move(path));
    made.operation.acl = std::move(acl);
    return made;
}

/// A replay that is fed by calls: each takes the next index and zxid, and a time of 1000 times the zxid.
struct Client {
    explicit Client(keeper::ReplayOptions options = {}) : replay(std::move(options)) {}
    keeper::Replay replay;
    std::int64_t session = 1;

    keeper::Outcome send(keeper::Request request) {
        keeper::ChangelogRecord record;
        record.index = replay.last_index() + 1;
        record.term = 1;
        request.session_id = session;
        request.zxid = replay.zxid() + 1;
        request.time_ms = request.zxid * 1000;
        return replay.apply(record, request);
    }
    keeper::Outcome send(const OwnedOperation& operation) {
        keeper::Request request;
        request.operation = operation.view();
        return send(std::move(request));
    }
    keeper::ReplyCode operator()(const OwnedOperation& operation) { return send(operation).code; }

    keeper::Outcome multi(const std::vector<OwnedOperation>& parts) {
        keeper::Request request;
        request.operation.op = keeper::OpNum::multi;
        for (const OwnedOperation& part : parts)
            request.parts.push_back(part.view());
        return send(std::move(request));
    }
    keeper::ReplyCode authenticate(const std::string& credentials) {
        OwnedOperation auth = op(keeper::OpNum::auth, "", credentials);
        auth.operation.acl_scheme = "digest";
        return (*this)(auth);
    }
    std::int64_t open_session(std::int64_t timeout_ms) {
        OwnedOperation open = op(keeper::OpNum::session_id, "");
        open.operation.timeout_ms = timeout_ms;
        return send(open).new_session.value_or(0);
    }
    keeper::SnapshotNode node(const std::string& path) const {
        keeper::SnapshotNode found;
        if (!replay.find(as_bytes(path), found))
            throw std::runtime_error("no node " + path);
        return found;
    }
    bool has(const std::string& path) const { return replay.contains(as_bytes(path)); }
    std::vector<keeper::Change> changes(const OwnedOperation& operation) { return send(operation).changes; }
};

} // namespace keeperfs::test
