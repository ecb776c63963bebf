target_sources(unit_tests PRIVATE
  test_base_cityhash.cpp
  test_base_error.cpp
  test_base_json_value.cpp test_base_json_writer.cpp
  test_base_jute.cpp
  test_base_siphash.cpp
  test_base_text.cpp)
