target_sources(unit_tests PRIVATE
  test_inspect_digest_check.cpp
  test_inspect_node_csv.cpp
  test_inspect_node_filter.cpp
  test_inspect_node_json.cpp
  test_inspect_path_glob.cpp
  test_inspect_path_order.cpp
  test_inspect_snapshot_verify.cpp)
