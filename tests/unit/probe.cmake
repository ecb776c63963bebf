target_sources(unit_tests PRIVATE
  test_probe_condition.cpp
  test_probe_configured_servers.cpp
  test_probe_ensemble_verdict.cpp
  test_probe_four_letter_words.cpp
  test_probe_http_checks.cpp
  test_probe_lag.cpp
  test_probe_metrics.cpp
  test_probe_preflight.cpp
  test_probe_prometheus.cpp
  test_probe_read_answer.cpp
  test_probe_read_http.cpp
  test_probe_recorded_answers.cpp
  test_probe_server_view.cpp)
