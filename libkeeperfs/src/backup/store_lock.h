#pragma once
#include "keeperfs/backup/store.h"

#include <string>

namespace keeperfs::backup {

/// Keeps two runs that write to a store apart, as long as the object lives. It is a file of the store that
/// says who holds it; one that a dead run left is recognised and taken over.
class StoreLock {
public:
    /// Error(in_use) when another run holds it, or one of another machine, of which cannot be known whether
    /// it still runs. `breaks`: take it from that one all the same.
    StoreLock(storage::Disk& disk, bool breaks);
    StoreLock(const StoreLock&) = delete;
    StoreLock& operator=(const StoreLock&) = delete;
    ~StoreLock();

    /// Error(in_use) when somebody has taken it away: before what cannot be undone.
    void require() const;

private:
    storage::Disk& disk_;
    std::string content_;

    bool take();
    std::string held() const;
};

} // namespace keeperfs::backup
