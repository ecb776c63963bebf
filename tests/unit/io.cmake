target_sources(unit_tests PRIVATE
  test_io_codec_compressed_blocks.cpp
  test_io_codec_zstd.cpp
)
