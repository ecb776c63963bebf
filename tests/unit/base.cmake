target_sources(unit_tests PRIVATE test_base_text.cpp test_base_error.cpp)
