#pragma once
// Standard input for those who read it more than once, or have to see its beginning first.
#include "keeperfs/io/source.h"

#include <functional>
#include <memory>

using OpenSource = std::function<std::unique_ptr<keeperfs::io::Source>()>;

/// Reads it to its end and keeps it in memory.
OpenSource kept_standard_input();
