#pragma once
// What every fuzz target is made of: run_one() takes an input and throws Violation where the library breaks a
// promise.
#include "keeperfs/base/bytes.h"
#include "keeperfs/base/error.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace keeperfs::fuzz {

/// Each target defines it. It keeps nothing from one call to the next.
void run_one(Bytes input);

/// No std::exception that the library could throw or catch.
struct Violation {
    std::string what;
};
inline void require(bool holds, std::string_view what) {
    if (!holds)
        throw Violation{std::string(what)};
}
/// What a damaged file may lead to.
inline void require_is_about_the_input(const Error& error) {
    if (error.kind() != ErrorKind::bad_input && error.kind() != ErrorKind::refused)
        throw Violation{std::string("an error of the wrong kind: ") + error.what()};
}

/// The input, taken apart from its front. Reads zeros and empty texts behind its end.
class Input {
public:
    explicit Input(Bytes bytes) : left_(bytes) {}

    bool empty() const { return left_.empty(); }
    std::uint8_t byte() { return number<std::uint8_t>(); }
    bool flag() { return (byte() & 1) != 0; }
    /// 0 to most.
    std::uint8_t up_to(std::uint8_t most) { return static_cast<std::uint8_t>(byte() % (most + 1)); }
    template <class T> T number() {
        std::uint8_t raw[sizeof(T)] = {};
        const Bytes taken = take(sizeof(T));
        std::ranges::copy(taken, raw);
        return load_le<T>(raw);
    }
    /// Small numbers and the ends of the range are where it gets interesting; a byte chooses.
    template <class T> T likely_number() {
        const std::uint8_t choice = byte();
        constexpr std::uint8_t small = 250;
        if (choice < small)
            return static_cast<T>(choice);
        switch (choice) {
        case small:
            return std::numeric_limits<T>::max();
        case small + 1:
            return std::numeric_limits<T>::min();
        case small + 2:
            return static_cast<T>(-1);
        default:
            return number<T>();
        }
    }
    std::string text(std::size_t length) { return std::string(as_text(take(length))); }
    /// A length byte and its text.
    std::string text() { return text(byte()); }
    std::string_view rest() { return as_text(take(left_.size())); }

private:
    Bytes left_;

    Bytes take(std::size_t n) {
        const Bytes taken = left_.first(std::min(n, left_.size()));
        left_ = left_.subspan(taken.size());
        return taken;
    }
};

} // namespace keeperfs::fuzz
