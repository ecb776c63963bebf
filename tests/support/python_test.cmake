# The tests in Python use Debian's interpreter: the clients of ZooKeeper and of S3 that they need are Debian's packages.
set(KFS_PYTHON /usr/bin/python3 CACHE FILEPATH "Python for the tests, with the modules kazoo and botocore")

# kfs_python_test(NAME LABEL SCRIPT ARGUMENTS...): a test that finds the built programs on its PATH.
function(kfs_python_test name label script)
  add_test(NAME ${name} COMMAND ${KFS_PYTHON} ${script} ${ARGN})
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT 120 ENVIRONMENT_MODIFICATION
    "PATH=path_list_prepend:${CMAKE_RUNTIME_OUTPUT_DIRECTORY};PYTHONDONTWRITEBYTECODE=set:1")
endfunction()
