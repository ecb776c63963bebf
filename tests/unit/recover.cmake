target_sources(unit_tests PRIVATE
  test_recover_membership.cpp)
