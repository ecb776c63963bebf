target_sources(unit_tests PRIVATE
  test_tree_path_table.cpp)
