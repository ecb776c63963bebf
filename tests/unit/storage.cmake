target_sources(unit_tests PRIVATE
  test_storage_disk.cpp)
