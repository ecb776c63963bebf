kfs_room(base
  SOURCES cityhash.cpp error.cpp json_writer.cpp sha256.cpp siphash.cpp text.cpp
  PRIVATE_HEADERS checksum.h cityhash.h siphash.h xxhash.h
  PUBLIC_HEADERS bytes.h error.h finding.h json_writer.h sha256.h text.h)
