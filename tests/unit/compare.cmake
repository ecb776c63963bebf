target_sources(unit_tests PRIVATE
  test_compare_diff.cpp
  test_compare_json_nodes.cpp
  test_compare_preset.cpp
  test_compare_tree_hash.cpp)
