kfs_room(keeper
  PUBLIC_HEADERS digest.h file_names.h releases.h snapshot.h snapshot_format.h snapshot_reader.h snapshot_writer.h)
