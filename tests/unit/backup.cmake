target_sources(unit_tests PRIVATE
  test_backup_create.cpp
  test_backup_manifest.cpp
  test_backup_prune.cpp
  test_backup_restore.cpp
  test_backup_source_places.cpp
  test_backup_store.cpp)
