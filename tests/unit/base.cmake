target_sources(unit_tests PRIVATE
  test_base_cityhash.cpp
  test_base_error.cpp
  test_base_json_reader.cpp
  test_base_jute.cpp
  test_base_siphash.cpp
  test_base_text.cpp)
