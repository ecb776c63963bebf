kfs_room(recover
  SOURCES
    held_state.cpp
    membership.cpp
    survivors.cpp
  PUBLIC_HEADERS
    membership.h
    survivors.h)
