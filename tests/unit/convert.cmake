target_sources(unit_tests PRIVATE
  test_convert_acl_plan.cpp
  test_convert_bulk_notes.cpp
  test_convert_keeper_to_zookeeper.cpp
  test_convert_replayed_snapshot.cpp
  test_convert_snapshot_edits.cpp
  test_convert_snapshot_import.cpp
  test_convert_snapshot_rewrite.cpp
  test_convert_snapshot_rewrite_model.cpp)
