#pragma once
#include "keeperfs/base/error.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/zookeeper/data_dir.h"
#include "keeperfs/zookeeper/txnlog_reader.h"

namespace keeperfs::zookeeper {

/// Reads one log file, hands its transactions to visit(reader, txn) until that returns false, then calls
/// at_end(reader) if the file was read to its end. Errors get the file's name.
template <class Visit, class AtEnd>
void walk_log(io::FileSystem& files, const DataFile& log, Visit visit, AtEnd at_end) {
    try {
        io::FileSource source(files, log.path);
        TxnLogReader reader(source);
        Transaction txn;
        while (reader.next(txn))
            if (!visit(reader, txn))
                return;
        at_end(reader);
    } catch (Error& error) {
        error.file(log.path);
        throw;
    }
}

} // namespace keeperfs::zookeeper
