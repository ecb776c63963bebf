#include "keeperfs/config/finding_table.h"

#include "base/finding_lookup.h"

namespace keeperfs::config {

namespace {

constexpr Severity note = Severity::note, warning = Severity::warning, error = Severity::error;

constexpr FindingKind kinds[] = {
    {"access.both-word-lists", warning,
     "four_letter_word_allow_list and its old name are both there: the old one is not read"},
    {"access.no-probe-words", warning, "the allow list lacks words that probes send"},
    {"access.password-too-long", error, "client_password is longer than the 16 bytes that the protocol has"},
    {"access.several-passwords", error, "the password of clients is given in more than one form"},
    {"access.superdigest-form", warning, "superdigest is not super: and the SHA-1 of 20 bytes in Base64"},
    {"access.unknown-word", warning,
     "a word in the allow list that the release does not know: it is left out"},
    {"access.words-that-change", note, "the allow list lets anybody who reaches the port change the server"},
    {"cluster.member-without-file", note, "a member of the ensemble whose configuration was not given"},
    {"cluster.members-differ", error, "two nodes have different lists of members"},
    {"cluster.port-clash", error, "two nodes on one host want the same port"},
    {"cluster.same-id", error, "two nodes have one server_id"},
    {"cluster.setting-differs", warning, "a setting that nodes must agree about differs"},
    {"cluster.shared-storage", error, "two nodes on one host have the same directory or bucket"},
    {"cluster.tls-differs", error, "one node encrypts the traffic between members and another does not"},
    {"config.attribute.false", warning,
     "replace=\"false\" replaces and remove=\"false\" removes: only the presence of the attribute counts"},
    {"config.attribute.on-root", warning, "replace or remove on a root element does nothing"},
    {"config.env.unset", warning, "a variable that from_env names is not set"},
    {"config.file.ignored", warning, "a file lies where no server reads it, though its author may think so"},
    {"config.findings.more", note, "there are so many findings that the further ones are left out"},
    {"config.include.missing", warning, "the include file has no element of the name that incl asks for"},
    {"config.include.no-file", warning, "the file that include_from names does not exist"},
    {"config.include.not-walked", warning,
     "what an <include> brought in has substitutions, which stay unresolved"},
    {"config.list.by-position", warning, "a list was merged element by element, which is seldom meant"},
    {"config.replace.false", warning,
     "replace=\"false\" replaces: only the presence of the attribute counts"},
    {"config.value.circular", warning, "the ${references} of a value never end"},
    {"config.value.duplicate", warning, "a setting stands there twice, and a server reads the first"},
    {"config.value.encrypted", note, "a value is encrypted, and only the server can read it"},
    {"config.xml.entities", warning, "a DOCTYPE declares entities, which are not expanded"},
    {"config.yaml.clickhouse-key", warning, "a YAML file has a key clickhouse at its top, which nests"},
    {"config.yaml.duplicate-key", warning, "a map in YAML has a key twice, and a server reads the first"},
    {"config.yaml.merge-key-late", warning, "<< behind a key overrides it, unlike in other programs"},
    {"config.yaml.tab", warning, "a line of YAML is indented with a tab"},
    {"config.zk.unresolved", warning, "a value comes from ZooKeeper, which is not asked"},
    {"disk.incomplete", error, "a disk that is used lacks what its type needs"},
    {"disk.latest-log-not-local", error, "force_sync needs a local disk for the newest log"},
    {"disk.overridden", warning, "a path and a disk are both given: the path counts"},
    {"disk.path-without-slash", warning, "the path of a local disk does not end in a slash"},
    {"disk.same-place", warning, "two disks that are used lead to one place"},
    {"disk.unknown", error, "a disk that is used is not defined"},
    {"disk.unusable-type", error, "a disk that is used has a type that Keeper skips"},
    {"election.bounds-crossed", error, "the lower bound of the election timeout is above the upper one"},
    {"election.expiry-above-lower", warning,
     "a leader gives up later than others begin an election: there can be two"},
    {"election.heartbeat-too-slow", error, "the heartbeat is not faster than the election timeout"},
    {"flag.needs-version", error, "a feature flag needs a greater write_snapshot_version"},
    {"flag.uncertain", warning, "it is not established whether the release knows a feature flag"},
    {"flag.unknown", error, "the release does not know a feature flag: it does not start"},
    {"http.endpoint-form", warning, "the path of an HTTP endpoint does not begin with a slash"},
    {"http.no-port", warning, "http_control has no port: nothing is served"},
    {"keeper.force-recovery", warning, "force_recovery is left on: each start forces the members anew"},
    {"keeper.no-client-port", warning, "no port for clients is opened"},
    {"keeper.no-section", error, "there is no keeper_server: the server is no Keeper"},
    {"keeper.no-server-id", error, "server_id is missing"},
    {"limits.log-caches", warning, "the caches of the log take a large part of the memory"},
    {"port.clash", error, "two things want one port"},
    {"port.raft-clash", error, "the raft port of a member is another port of this server: it does not start"},
    {"prometheus.no-port", warning, "prometheus has no port: nothing is served"},
    {"raft.all-followers", error, "every member has start_as_follower: the server does not start"},
    {"raft.all-learners", error, "no member can become leader"},
    {"raft.all-priority-zero", error, "every member has priority 0: none becomes leader"},
    {"raft.duplicate-endpoint", error, "two members have one host and port"},
    {"raft.duplicate-id", error, "two members have one id"},
    {"raft.even-voters", warning, "an even number of voters bears no more failures than one less"},
    {"raft.gaps-crossed", warning, "fresh_log_gap is above stale_log_gap"},
    {"raft.incomplete-server", error, "a member lacks id, hostname or port"},
    {"raft.learner-priority", note, "the priority of a learner counts for nothing"},
    {"raft.localhost-mixed", error, "localhost stands beside names of other hosts"},
    {"raft.no-servers", error, "raft_configuration has no server"},
    {"raft.own-id-missing", error, "server_id is none of the members' ids"},
    {"raft.repeated-field", error, "a member has id, hostname or port more than once"},
    {"raft.several-local", error, "several local addresses stand beside names of other hosts"},
    {"raft.too-many-servers", warning, "more members than are looked at"},
    {"session.bounds-crossed", warning, "the smallest timeout of a session is above the greatest"},
    {"setting.for-tests", warning, "a setting that is for tests only"},
    {"setting.ignored", warning, "no server reads this name, or not one of the release"},
    {"setting.misplaced", warning, "a known setting where no server looks for it"},
    {"setting.obsolete", note, "a setting that has no effect any more"},
    {"setting.repeated", warning, "a setting stands there more than once: only the first is read"},
    {"setting.repeated-stops", error,
     "a coordination setting or flag stands there twice: the server does not start"},
    {"setting.uncertain", warning, "it is not established whether the release knows a setting"},
    {"setting.unknown", error, "the release does not know a coordination setting: it does not start"},
    {"storage.foreign-file", warning, "a directory of Keeper holds files of others"},
    {"storage.missing", note, "a directory is not there yet: the server makes it"},
    {"storage.not-a-directory", error, "a path of the storage is no directory"},
    {"storage.relative", warning, "a relative path depends on the directory in which the server is started"},
    {"storage.rocksdb-wipes", error, "the directory of RocksDB, which each start empties, holds other data"},
    {"storage.same-directory", error, "logs and snapshots have one directory"},
    {"storage.state-inside", warning,
     "a slash at the end of a path puts the raft state inside that directory"},
    {"stored.endpoint-differs", warning,
     "the files have a member at another endpoint, and a server stays with that"},
    {"stored.member-added", note, "a member that the files do not know: the leader adds it"},
    {"stored.member-removed", note, "a member of the files that is not configured: the leader removes it"},
    {"stored.several-changes", warning, "several members come or go at once"},
    {"tls.no-certificate", error, "a port with TLS, and openSSL.server has no certificate or no key"},
    {"tls.no-client-section", warning, "members speak TLS, and openSSL has no client"},
    {"value.capped", warning, "a value above 2147483647 counts as that"},
    {"value.out-of-range", error, "a value that the release does not accept"},
    {"value.wrong-type", error, "a value that is not of the setting's type"},
};
static_assert(std::ranges::is_sorted(kinds, {}, &FindingKind::code));

} // namespace

std::span<const FindingKind> finding_kinds() noexcept { return kinds; }

const FindingKind& finding_kind(std::string_view code) { return kind_of_finding(finding_kinds(), code); }

Finding make_finding(std::string_view code, const Origin& origin, std::string message, std::string hint) {
    Finding finding{finding_kind(code).severity, std::string(code), origin.file, std::nullopt,
                    std::move(message),          std::move(hint)};
    if (origin.line > 0)
        finding.line = origin.line;
    return finding;
}

} // namespace keeperfs::config
