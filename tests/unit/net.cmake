target_sources(unit_tests PRIVATE
  test_net_at_once.cpp
  test_net_connection.cpp
  test_net_endpoint.cpp
  test_net_http.cpp)
