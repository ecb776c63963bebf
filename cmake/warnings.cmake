option(KFS_WERROR "Warnings are errors" OFF)
add_library(kfs_warnings INTERFACE)
target_compile_options(kfs_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
  $<$<BOOL:${KFS_WERROR}>:-Werror>)
