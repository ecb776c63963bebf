target_sources(unit_tests PRIVATE
  test_config_configuration.cpp
  test_config_diff.cpp
  test_config_documentation.cpp
  test_config_examples.cpp
  test_config_finding_table.cpp
  test_config_hostile.cpp
  test_config_secrets.cpp
  test_config_values.cpp
  test_config_xml_reader.cpp)
