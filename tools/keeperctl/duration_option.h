#pragma once
#include <chrono>
#include <string>

/// What was typed for an option that takes a duration. Throws Error(usage) for what is none, or zero.
std::chrono::milliseconds duration_option(const char* option, const std::string& typed);
