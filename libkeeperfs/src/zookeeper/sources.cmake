kfs_room(zookeeper
  PUBLIC_HEADERS data_dir.h snapshot_format.h snapshot_reader.h txn.h txnlog_format.h txnlog_reader.h)
