#pragma once
// The words for fsck's values, the same in text and JSON.
#include "keeperfs/base/finding.h"
#include "keeperfs/inspect/start_verdict.h"
#include "keeperfs/keeper/changelog_reader.h"

inline const char* name_of(keeperfs::Severity severity) {
    switch (severity) {
    case keeperfs::Severity::note:
        return "note";
    case keeperfs::Severity::warning:
        return "warning";
    case keeperfs::Severity::error:
        break;
    }
    return "error";
}
inline const char* name_of(keeperfs::inspect::Knowledge known) {
    using keeperfs::inspect::Knowledge;
    switch (known) {
    case Knowledge::observed:
        return "observed";
    case Knowledge::source:
        return "source";
    case Knowledge::assumed:
        return "assumed";
    case Knowledge::not_established:
        break;
    }
    return "not_established";
}
inline const char* name_of(keeperfs::inspect::StartOutcome outcome) {
    using keeperfs::inspect::StartOutcome;
    switch (outcome) {
    case StartOutcome::starts:
        return "starts";
    case StartOutcome::refuses:
        return "refuses";
    case StartOutcome::aborts:
        break;
    }
    return "aborts";
}
inline const char* name_of(keeperfs::inspect::Fate fate) {
    using keeperfs::inspect::Fate;
    switch (fate) {
    case Fate::deleted:
        return "deleted";
    case Fate::detached:
        return "detached";
    case Fate::not_read:
        break;
    }
    return "not_read";
}
inline const char* name_of(keeperfs::keeper::ChangelogEnd end) {
    using keeperfs::keeper::ChangelogEnd;
    switch (end) {
    case ChangelogEnd::clean:
        return "clean";
    case ChangelogEnd::empty:
        return "empty";
    case ChangelogEnd::zero_tail:
        return "zero_tail";
    case ChangelogEnd::torn_record:
        return "torn_record";
    case ChangelogEnd::bad_checksum:
        return "bad_checksum";
    case ChangelogEnd::bad_stream:
        return "bad_stream";
    case ChangelogEnd::unknown_version:
        break;
    }
    return "unknown_version";
}
