# source_archive: the committed tree as OUTPUT, below the folder NAME. The same commit gives the same bytes: git takes names
# in order and times from the commit, and gzip writes neither name nor time.
if(NOT EXISTS ${SOURCE}/.git)
  message(FATAL_ERROR "no clone of the repository, and so no commit to make an archive of: ${SOURCE}. "
                      "If it came from an archive, that is the one to pass on.")
endif()
execute_process(COMMAND git -C ${SOURCE} status --porcelain OUTPUT_VARIABLE changes COMMAND_ERROR_IS_FATAL ANY)
if(changes)
  message(WARNING "What is not committed is not in the archive:\n${changes}")
endif()
execute_process(COMMAND git -C ${SOURCE} -c core.autocrlf=false archive --format=tar --prefix=${NAME}/ HEAD
                COMMAND gzip -9 --no-name
                OUTPUT_FILE ${OUTPUT}.new COMMAND_ERROR_IS_FATAL ANY)
file(RENAME ${OUTPUT}.new ${OUTPUT})
message("${OUTPUT}")
