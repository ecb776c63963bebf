# What `cmake --install` gives: programs, the library, its headers, a CMake package, a pkg-config file, man pages and
# completions. Each program's directory installs the program itself.
include(CMakePackageConfigHelpers)

# The headers are C++20; nothing else reaches those who use the library, since no public header names a dependency.
target_compile_features(keeperfs INTERFACE cxx_std_20)
install(TARGETS keeperfs EXPORT keeperfs-targets
        RUNTIME COMPONENT library
        LIBRARY COMPONENT library NAMELINK_COMPONENT development
        FILE_SET HEADERS COMPONENT development FILE_SET generated COMPONENT development)

set(KFS_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/keeperfs)
install(EXPORT keeperfs-targets NAMESPACE keeperfs:: DESTINATION ${KFS_PACKAGE_DIR} COMPONENT development)
configure_package_config_file(cmake/keeperfs-config.cmake.in keeperfs-config.cmake
                              INSTALL_DESTINATION ${KFS_PACKAGE_DIR} NO_SET_AND_CHECK_MACRO)
# Until 1.0 a minor release may change the library's interface.
write_basic_package_version_file(keeperfs-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/keeperfs-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/keeperfs-config-version.cmake
        DESTINATION ${KFS_PACKAGE_DIR} COMPONENT development)

# Paths in the pkg-config file start from where the file lies, so that `--prefix` at install time and a moved tree
# work; the way up is longer where the library directory is lib/<machine>.
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}" OR IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
  set(KFS_PC_PREFIX ${CMAKE_INSTALL_PREFIX})
  set(KFS_PC_LIBDIR ${CMAKE_INSTALL_FULL_LIBDIR})
  set(KFS_PC_INCLUDEDIR ${CMAKE_INSTALL_FULL_INCLUDEDIR})
else()
  file(RELATIVE_PATH way_up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
  string(REGEX REPLACE "/$" "" way_up ${way_up})
  set(KFS_PC_PREFIX "\${pcfiledir}/${way_up}")
  set(KFS_PC_LIBDIR "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
  set(KFS_PC_INCLUDEDIR "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
configure_file(cmake/keeperfs.pc.in keeperfs.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/keeperfs.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)

install(DIRECTORY tools/examples/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)

find_program(KFS_SCDOC scdoc REQUIRED)
set(KFS_MAN_PAGES "")
file(GLOB pages CONFIGURE_DEPENDS man/*.scd)
foreach(source ${pages})
  cmake_path(GET source STEM LAST_ONLY page)
  set(target ${CMAKE_BINARY_DIR}/man/${page})
  add_custom_command(OUTPUT ${target} DEPENDS ${source} VERBATIM
                     COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/man
                     COMMAND sh -c "exec \"$1\" <\"$2\" >\"$3\"" scdoc ${KFS_SCDOC} ${source} ${target})
  list(APPEND KFS_MAN_PAGES ${target})
  string(REGEX REPLACE ".*\\." "" section ${page})
  install(FILES ${target} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT programs)
endforeach()
add_custom_target(man ALL DEPENDS ${KFS_MAN_PAGES})

foreach(program keeper-converter keeperctl)
  install(FILES completions/${program}.bash RENAME ${program}
          DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT programs)
  install(FILES completions/_${program} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions COMPONENT programs)
  install(FILES completions/${program}.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT programs)
endforeach()
