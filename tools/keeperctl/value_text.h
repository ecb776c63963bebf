#pragma once
#include "keeperfs/probe/answer.h"

#include <string>

/// A value of an answer for people, escaped.
std::string value_text(const keeperfs::probe::Value& value);
