#include "value_text.h"

#include "keeperfs/base/text.h"

#include <fmt/format.h>

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

struct ValueText {
    std::string operator()(std::int64_t value) const {
        return value < 0 ? std::to_string(value) : grouped(static_cast<std::uint64_t>(value));
    }
    std::string operator()(std::uint64_t value) const { return grouped(value); }
    std::string operator()(double value) const { return fmt::format("{}", value); }
    std::string operator()(bool value) const { return value ? "yes" : "no"; }
    std::string operator()(Id id) const { return hex(id.value); }
    std::string operator()(Time time) const { return time_text(time.ms_since_1970); }
    std::string operator()(const std::string& value) const { return escaped(value); }
    template <class T> std::string operator()(const std::vector<T>& values) const {
        std::string out;
        for (const T& value : values)
            out += (out.empty() ? "" : " ") + (*this)(value);
        return out;
    }
};

} // namespace

std::string value_text(const Value& value) { return std::visit(ValueText(), value); }
