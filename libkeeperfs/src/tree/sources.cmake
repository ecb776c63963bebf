kfs_room(tree
  PUBLIC_HEADERS acl.h session.h stat.h)
