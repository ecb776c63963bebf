kfs_room(convert)
