target_sources(unit_tests PRIVATE
  test_config_check.cpp
  test_config_check_directories.cpp
  test_config_check_ensemble.cpp
  test_config_configuration.cpp
  test_config_diff.cpp
  test_config_documentation.cpp
  test_config_examples.cpp
  test_config_finding_table.cpp
  test_config_hostile.cpp
  test_config_keeper_settings.cpp
  test_config_new_ensemble.cpp
  test_config_release_defaults.cpp
  test_config_secrets.cpp
  test_config_settings_catalogue.cpp
  test_config_values.cpp
  test_config_xml_reader.cpp)
