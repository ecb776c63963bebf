target_sources(unit_tests PRIVATE
  test_inspect_digest_check.cpp
  test_inspect_fsck.cpp
  test_inspect_log.cpp
  test_inspect_log_image.cpp
  test_inspect_node_csv.cpp
  test_inspect_node_filter.cpp
  test_inspect_node_json.cpp
  test_inspect_owner_counts.cpp
  test_inspect_path_glob.cpp
  test_inspect_peers.cpp
  test_inspect_path_order.cpp
  test_inspect_snapshot_stats.cpp
  test_inspect_snapshot_verify.cpp
  test_inspect_subtree_sizes.cpp
  test_inspect_top_list.cpp
  test_inspect_zookeeper_check.cpp)
