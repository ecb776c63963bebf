target_sources(unit_tests PRIVATE
  test_migrate_cleanup.cpp
  test_migrate_cleanup_objects.cpp
  test_migrate_configured_layout.cpp
  test_migrate_migrate.cpp
  test_migrate_plan.cpp
  test_migrate_verify.cpp)
