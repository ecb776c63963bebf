#include "keeperfs/inspect/finding_table.h"

#include "base/finding_lookup.h"

namespace keeperfs::inspect {

namespace {

constexpr Severity note = Severity::note, warning = Severity::warning, error = Severity::error;

constexpr FindingKind kinds[] = {
    {"config.no-membership", note, false,
     "neither log nor snapshot names the members: a server takes those of its configuration file"},
    {"disk.little-room", warning, false, "the disk has less room than the next snapshot may need"},
    {"file.unreadable", error, true, "a file cannot be opened or read"},
    {"file.vanished", note, false, "a file was removed while the directory was examined"},
    {"log.auth-scheme", note, false,
     "a session authenticates and then uses the scheme auth: releases before 23.4 with digests on stop on "
     "it"},
    {"log.bad-checksum", error, true,
     "the checksum of a record is wrong, or the compressed data are damaged"},
    {"log.bad-membership", error, false, "a configuration record cannot be decoded"},
    {"log.bad-request", error, false, "a record has a right checksum and a request that no release knows"},
    {"log.below-snapshot", warning, true, "the log ends before the newest snapshot: servers take it away"},
    {"log.damaged-below-snapshot", warning, true,
     "records are damaged whose effects the newest snapshot holds already"},
    {"log.digest-differs", error, false,
     "the digest in a record is not that of the tree after it: servers with digests on stop there"},
    {"log.empty", note, true, "a changelog without a record, as after a rotation"},
    {"log.foreign-file", error, true,
     "a name in the log directory that is no changelog: releases to 23.10 do not start"},
    {"log.gap.below-snapshot", warning, true,
     "records are missing whose effects the newest snapshot holds; 24 and 25 detach what follows them"},
    {"log.gap.real-loss", error, true, "records behind the newest snapshot are missing"},
    {"log.gap.superseded", warning, true, "behind a gap there are only leftovers that raft has overwritten"},
    {"log.growing", note, false, "the file grew while it was read: a server is writing it"},
    {"log.marker-name", error, true,
     "a changelog under a name with tmp_ before it: releases to 23.6 read it as one of the log"},
    {"log.overlap", warning, true, "two changelogs hold records of the same indices"},
    {"log.overwritten", note, true, "records were overwritten by later ones of a greater term, as raft does"},
    {"log.short-file", warning, true,
     "a changelog in the middle has fewer records than its name says: releases to 23.10 stop there"},
    {"log.stray-block", error, true,
     "an empty last block inside a zstd frame (a defect of 22.10): no server reads behind it"},
    {"log.torn-frame-appended", error, true,
     "records stand behind a torn zstd frame: servers lose them, salvage does not"},
    {"log.torn-tail", warning, true, "the last record is incomplete, as after a crash"},
    {"log.unknown-version", error, true, "a record version that no release reads"},
    {"log.zero-tail", warning, true, "zero bytes behind the last record: 22.10 takes them for damage"},
    {"log.zxid-back", error, false,
     "a record has a zxid that is not above that of the record before it: servers abort on it"},
    {"marker.beside-whole-file", error, true,
     "a marker beside a whole file: from 23.7 on a server deletes both at its start"},
    {"marker.lone", note, true, "a marker without its file: servers remove it"},
    {"peer.diverged", error, false,
     "a record of the same index and term is another one in the directory of the peer"},
    {"peer.has-more", note, false, "a peer holds records that are missing here"},
    {"peer.newer-term", note, false, "a peer holds records of a greater term in the place of some here"},
    {"peer.not-proven", warning, false,
     "nothing in the directory of the peer shows that it belongs to the same cluster"},
    {"raft.term-back", error, false, "a record has a smaller term than one before it"},
    {"raft.term-zero", warning, false, "records of term 0: no server writes them"},
    {"snapshot.duplicate-index", note, false, "two snapshots of one index"},
    {"snapshot.empty", error, true, "a snapshot of no byte, as some builds of 26.7 and 26.8 write them"},
    {"snapshot.empty-acl", warning, false,
     "znodes with an empty ACL list under an id that is not 0: 26.6 to 26.8 refuse every request on them"},
    {"snapshot.none-usable", error, false, "no snapshot can be used and the log does not begin at 1"},
    {"snapshot.sequence-near-limit", warning, false,
     "a sequence counter nears 2^31 in a snapshot version that cannot hold more"},
    {"snapshot.unknown-version", error, true, "a snapshot of a version that no known release writes"},
    {"snapshot.unreadable", error, true, "a snapshot that no server loads"},
    {"state.damaged", warning, true, "the raft state cannot be read, so the server forgets term and vote"},
    {"state.missing", warning, true,
     "no raft state beside a log: the server begins at term 0 and may vote twice"},
    {"state.old-used", warning, true, "only state-OLD can be read"},
    {"state.term-below-log", warning, true, "the raft state has a smaller term than the data"},
    {"verdict.loss", error, false,
     "a release that could have written these files loses records or does not start"},
};

} // namespace

std::span<const FindingKind> finding_kinds() noexcept { return kinds; }

const FindingKind& finding_kind(std::string_view code) { return kind_of_finding(finding_kinds(), code); }

FsckFinding make_finding(std::string_view code, std::string file, std::string message, std::string hint) {
    const FindingKind& kind = finding_kind(code);
    FsckFinding made;
    made.finding = {kind.severity, std::string(code),  std::move(file),
                    std::nullopt,  std::move(message), std::move(hint)};
    made.is_repairable = kind.is_repairable;
    return made;
}

} // namespace keeperfs::inspect
