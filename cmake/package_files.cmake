# Run by cpack between the installation into its own directory and the making of the packages.
cmake_policy(SET CMP0009 NEW)
# Relocatable programs carry a way to their library, which a package must not have.
file(GLOB_RECURSE installed LIST_DIRECTORIES false ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*keeper*)
foreach(file ${installed})
  if(file MATCHES "/bin/|/libkeeperfs\\.so\\." AND NOT IS_SYMLINK ${file})
    file(RPATH_REMOVE FILE ${file})
  endif()
endforeach()

file(GLOB_RECURSE pages ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*.[1-9])
if(pages)
  execute_process(COMMAND gzip -9 --no-name ${pages} COMMAND_ERROR_IS_FATAL ANY)
endif()
