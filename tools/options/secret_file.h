#pragma once
#include <string>

namespace options {

/// The first line of a file that an option names. Secrets come from files: a command line can be seen by
/// everybody on the machine. Error(usage) when there is nothing on it.
std::string secret_from_file(const char* option, const std::string& path);

} // namespace options
