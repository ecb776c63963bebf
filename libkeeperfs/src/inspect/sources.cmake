kfs_room(inspect
  SOURCES
    digest_check.cpp
    snapshot_summary.cpp
  PUBLIC_HEADERS
    digest_check.h
    snapshot_summary.h)
