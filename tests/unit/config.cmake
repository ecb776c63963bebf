target_sources(unit_tests PRIVATE
  test_config_check.cpp
  test_config_check_ensemble.cpp
  test_config_examples.cpp
  test_config_keeper_settings.cpp
  test_config_new_ensemble.cpp
  test_config_settings_catalogue.cpp
  test_config_values.cpp)
