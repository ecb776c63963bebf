install(TARGETS keeperfs EXPORT keeperfs-targets FILE_SET HEADERS FILE_SET generated)
