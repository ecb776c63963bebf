target_sources(unit_tests PRIVATE
  test_zookeeper_quota.cpp
  test_zookeeper_restore.cpp)
