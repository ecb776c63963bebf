target_sources(unit_tests PRIVATE
  test_io_codec_compressed_blocks.cpp
  test_io_codec_gzip.cpp
  test_io_codec_snappy_java.cpp
  test_io_codec_zstd.cpp
  test_io_limited_source.cpp
  test_io_sealed_stream.cpp
  test_io_virtual_files.cpp)
