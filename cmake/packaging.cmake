# Debian packages, by `cpack --preset package`, and the source archive, by the target source_archive. Both take version,
# name and description from project().
get_target_property(KFS_SOVERSION keeperfs SOVERSION)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_VENDOR ${PROJECT_NAME})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL programs library development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
                                                WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/package_files.cmake)

set(CPACK_DEBIAN_PACKAGE_MAINTAINER "keeperfs maintainers <maintainers@keeperfs.example>" CACHE STRING
    "Name and address that packages bear")
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_LIBRARY_OUTPUT_DIRECTORY})
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY "=")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(own_version ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_NAME ${PROJECT_NAME})
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_DEPENDS "libkeeperfs${KFS_SOVERSION} (= ${own_version})")
set(CPACK_DEBIAN_PROGRAMS_DESCRIPTION "admin and migration tools for ClickHouse Keeper and ZooKeeper
 keeperctl examines, repairs and rewrites the files of a ClickHouse Keeper,
 and asks running servers; keeper-converter makes a Keeper's snapshot of
 a ZooKeeper's files.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libkeeperfs${KFS_SOVERSION})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
# Beside cpack's own calls of ldconfig, since policy wants the trigger.
file(WRITE ${CMAKE_BINARY_DIR}/package-doc/triggers "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${CMAKE_BINARY_DIR}/package-doc/triggers)
set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "files of ClickHouse Keeper and ZooKeeper - library
 libkeeperfs reads, checks, converts and writes snapshots and logs of both
 servers. This package has the library that programs load.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libkeeperfs-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS ${CPACK_DEBIAN_PROGRAMS_PACKAGE_DEPENDS})
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "files of ClickHouse Keeper and ZooKeeper - development files
 libkeeperfs reads, checks, converts and writes snapshots and logs of both
 servers. This package has what is needed to build programs with it.")

# The three files that Debian wants of each package. A date that depends on the source alone gives the same bytes again.
set(doc ${CMAKE_BINARY_DIR}/package-doc)
file(TIMESTAMP ${CMAKE_SOURCE_DIR}/CHANGELOG.md changed "%a, %d %b %Y %H:%M:%S +0000" UTC)
configure_file(cmake/debian-changelog.in ${doc}/changelog.Debian @ONLY)
configure_file(cmake/debian-copyright.in ${doc}/copyright @ONLY)
configure_file(CHANGELOG.md ${doc}/changelog COPYONLY)
foreach(log changelog changelog.Debian)
  add_custom_command(OUTPUT ${doc}/${log}.gz DEPENDS ${doc}/${log} VERBATIM
                     COMMAND gzip -9 --no-name --keep --force ${doc}/${log})
endforeach()
add_custom_target(package_doc ALL DEPENDS ${doc}/changelog.gz ${doc}/changelog.Debian.gz)
foreach(component ${CPACK_COMPONENTS_ALL})
  string(TOUPPER ${component} upper)
  install(FILES ${doc}/copyright ${doc}/changelog.gz ${doc}/changelog.Debian.gz COMPONENT ${component} EXCLUDE_FROM_ALL
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
endforeach()
include(CPack)

add_custom_target(source_archive VERBATIM
  COMMAND ${CMAKE_COMMAND} -D SOURCE=${CMAKE_SOURCE_DIR} -D NAME=${PROJECT_NAME}-${PROJECT_VERSION}
          -D OUTPUT=${CMAKE_BINARY_DIR}/${PROJECT_NAME}-${PROJECT_VERSION}.tar.gz
          -P ${CMAKE_CURRENT_LIST_DIR}/source_archive.cmake)
