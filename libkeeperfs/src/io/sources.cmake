kfs_room(io
  SOURCES atomic_output.cpp cancel.cpp
    codec_compressed_blocks.cpp
    codec_zstd.cpp
    file_source.cpp filesystem.cpp source.cpp window.cpp
  PUBLIC_HEADERS atomic_output.h cancel.h codecs.h file_source.h filesystem.h progress.h source.h window.h)
