target_sources(unit_tests PRIVATE
  test_inspect_fsck.cpp
  test_inspect_log_image.cpp
  test_inspect_owner_counts.cpp
  test_inspect_snapshot_stats.cpp
  test_inspect_subtree_sizes.cpp
  test_inspect_top_list.cpp)
