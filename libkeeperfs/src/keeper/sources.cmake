kfs_room(keeper
  SOURCES data_files.cpp digest.cpp file_names.cpp releases.cpp snapshot_reader.cpp snapshot_writer.cpp
  PRIVATE_HEADERS ch_encoding.h path_check.h
  PUBLIC_HEADERS cluster_config.h data_files.h digest.h file_names.h releases.h snapshot.h snapshot_format.h snapshot_reader.h
                 snapshot_writer.h)
