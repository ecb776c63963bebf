kfs_room(storage
  SOURCES
    local_disk.cpp
    memory_disk.cpp
    read_only_disk.cpp
  PUBLIC_HEADERS
    disk.h)
