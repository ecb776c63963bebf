target_sources(unit_tests PRIVATE
  ../support/largest_allocation.cpp
  test_keeper_ch_encoding.cpp
  test_keeper_changelog_reader.cpp
  test_keeper_changelog_writer.cpp
  test_keeper_cluster_config.cpp
  test_keeper_data_files.cpp
  test_keeper_digest.cpp
  test_keeper_file_names.cpp
  test_keeper_path_check.cpp
  test_keeper_releases.cpp
  test_keeper_replay_directory.cpp
  test_keeper_request.cpp
  test_keeper_snapshot_reader.cpp
  test_keeper_snapshot_writer.cpp
  test_keeper_state_file.cpp)
