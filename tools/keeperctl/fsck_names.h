#pragma once
// The words for fsck's values, the same in text and JSON.
#include "keeperfs/inspect/start_verdict.h"

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
