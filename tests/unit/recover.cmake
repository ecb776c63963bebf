target_sources(unit_tests PRIVATE
  test_recover_membership.cpp
  test_recover_recovery.cpp
  test_recover_survivors.cpp)
