target_sources(unit_tests PRIVATE
  test_zookeeper_client_path.cpp
  test_zookeeper_data_dir.cpp
  test_zookeeper_digest.cpp
  test_zookeeper_golden.cpp
  test_zookeeper_node_path.cpp
  test_zookeeper_quota.cpp
  test_zookeeper_releases.cpp
  test_zookeeper_restore.cpp
  test_zookeeper_snapshot_reader.cpp
  test_zookeeper_snapshot_writer.cpp
  test_zookeeper_tail_scan.cpp
  test_zookeeper_txn.cpp
  test_zookeeper_txn_decoder.cpp
  test_zookeeper_txnlog_reader.cpp)
