target_sources(unit_tests PRIVATE
  test_recover_choice.cpp
  test_recover_in_use.cpp
  test_recover_membership.cpp
  test_recover_move_addresses.cpp
  test_recover_recovery.cpp
  test_recover_start_up.cpp
  test_recover_survivors.cpp)
