target_sources(unit_tests PRIVATE
  test_storage_disk.cpp
  test_storage_disk_files.cpp
  test_storage_s3_answer.cpp
  test_storage_s3_credentials.cpp
  test_storage_s3_endpoint.cpp
  test_storage_s3_metadata.cpp
  test_storage_s3_signature.cpp)
