target_sources(unit_tests PRIVATE
  test_config_examples.cpp
  test_config_values.cpp)
