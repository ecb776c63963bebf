# What every first-party target is compiled with. Third-party code never sees these targets.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Programs in a private prefix find the library beside them.
set(CMAKE_INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

find_program(KFS_CCACHE ccache)
if(KFS_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${KFS_CCACHE})
endif()

set(KFS_SANITIZE "" CACHE STRING "Sanitizers for first-party code, for example address,undefined")
option(KFS_ASSERTIONS "Keep the standard library's own checks on" OFF)

add_library(kfs_settings INTERFACE)
if(KFS_SANITIZE)
  target_compile_options(kfs_settings INTERFACE -fsanitize=${KFS_SANITIZE} -fno-sanitize-recover=all
                                                -fno-omit-frame-pointer)
  target_link_options(kfs_settings INTERFACE -fsanitize=${KFS_SANITIZE})
endif()
# With a sanitizer, for what only calls the library: the parser of command lines and the checks of doctest take clang
# longer to optimise than they take to run.
add_library(kfs_thin INTERFACE)
if(KFS_SANITIZE)
  target_compile_options(kfs_thin INTERFACE -O0)
endif()
if(KFS_FUZZ)
  target_compile_options(kfs_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(KFS_ASSERTIONS)
  target_compile_definitions(kfs_settings INTERFACE _GLIBCXX_ASSERTIONS)
endif()
