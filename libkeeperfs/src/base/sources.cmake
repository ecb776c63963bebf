kfs_room(base
  SOURCES cityhash.cpp error.cpp json_writer.cpp jute.cpp sha1.cpp sha256.cpp siphash.cpp text.cpp
  PRIVATE_HEADERS checksum.h cityhash.h jute.h sha1.h siphash.h xxhash.h
  PUBLIC_HEADERS bytes.h error.h finding.h json_writer.h sha256.h text.h)
# RapidJSON's empty stack adds to a null pointer, which clang's sanitizer reports; everything else is still looked for.
if(KFS_SANITIZE MATCHES undefined AND CMAKE_CXX_COMPILER_ID STREQUAL Clang)
  set_source_files_properties(${CMAKE_CURRENT_SOURCE_DIR}/src/base/json_writer.cpp
                              PROPERTIES COMPILE_OPTIONS -fno-sanitize=pointer-overflow)
endif()
