#include "table.h"

#include <algorithm>
#include <cstdint>

namespace {

std::size_t width_of(const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<std::uint8_t>(c) & 0xc0) != 0x80; }));
}

} // namespace

std::string table(const TableRow& header, const std::vector<TableRow>& rows, std::string_view alignment) {
    std::vector<std::size_t> widths(header.size());
    const auto measure = [&](const TableRow& row) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], width_of(row[i]));
    };
    measure(header);
    std::ranges::for_each(rows, measure);

    std::string out;
    const auto add = [&](const TableRow& row) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string blanks(widths[i] - width_of(row[i]), ' ');
            out += alignment[i] == 'r' ? blanks + row[i] : row[i] + blanks;
            out += "  ";
        }
        out.erase(out.find_last_not_of(' ') + 1);
        out += '\n';
    };
    add(header);
    std::ranges::for_each(rows, add);
    return out;
}
