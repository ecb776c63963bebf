#pragma once
#include "keeperfs/io/source.h"

namespace console {

/// Standard input to its end. Throws Error(usage) when that is a terminal: nobody types a file.
class StandardInput : public keeperfs::io::Source {
public:
    StandardInput();
    std::size_t read(std::span<std::uint8_t> into) override;
};

} // namespace console
