kfs_room(recover
  SOURCES
    membership.cpp
  PUBLIC_HEADERS
    membership.h)
