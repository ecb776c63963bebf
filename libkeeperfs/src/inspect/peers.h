#pragma once
#include "keeperfs/inspect/fsck.h"

namespace keeperfs::inspect {

/// Fills `report.all` with what the peers have and the directory lacks, where it is proven to belong there:
/// the records at both ends of what is taken are the same here and there, by term and checksum; by raft all
/// between them is then the same too. Several peers can fill a gap together. At the snapshot's index, where
/// there may be no record of one's own, term, zxid and the tree's digest have to agree. Where a record
/// differs that should be the same, nothing is taken.
void look_at_peers(io::FileSystem& files, FsckReport& report, io::Meter* meter);

} // namespace keeperfs::inspect
