kfs_room(zookeeper
  SOURCES
    data_dir.cpp
    digest.cpp
    jute.cpp
    snapshot_reader.cpp
    tail_scan.cpp
    txn.cpp
    txn_decoder.cpp
    txnlog_reader.cpp
  PRIVATE_HEADERS
    digest.h
    jute.h
    node_path.h
    tail_scan.h
    txn_decoder.h
  PUBLIC_HEADERS data_dir.h snapshot_format.h snapshot_reader.h txn.h txnlog_format.h txnlog_reader.h)
