# What the programs have of their own and can be asked without a process.
target_include_directories(unit_tests PRIVATE ${CMAKE_SOURCE_DIR}/tools)
target_sources(unit_tests PRIVATE
  ${CMAKE_SOURCE_DIR}/tools/keeperctl/replay_condition.cpp
  test_keeperctl_replay_condition.cpp)
