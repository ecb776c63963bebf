kfs_room(tree
  SOURCES path_table.cpp
  PUBLIC_HEADERS acl.h chunked_vector.h path_table.h session.h stat.h)
