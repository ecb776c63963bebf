kfs_room(io
  SOURCES atomic_output.cpp cancel.cpp
    codec_gzip.cpp
    codec_snappy_java.cpp
    file_source.cpp filesystem.cpp
    limited_source.cpp
    source.cpp window.cpp
  PUBLIC_HEADERS atomic_output.h cancel.h codecs.h file_source.h filesystem.h progress.h source.h window.h)
