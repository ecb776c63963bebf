#include "table.h"

#include <algorithm>
#include <cstdint>

namespace {

std::size_t width_of(const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<std::uint8_t>(c) & 0xc0) != 0x80; }));
}

/// Of each column.
std::vector<std::size_t> widths_of(const TableRow& header, const std::vector<TableRow>& rows) {
    std::vector<std::size_t> widths(header.size());
    const auto measure = [&](const TableRow& row) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], width_of(row[i]));
    };
    measure(header);
    std::ranges::for_each(rows, measure);
    return widths;
}

/// The first column and those from `begin` to `end`.
TableRow part_of(const TableRow& row, std::size_t begin, std::size_t end) {
    TableRow part{row.front()};
    for (std::size_t i = begin; i < end; ++i)
        part.push_back(row[i]);
    return part;
}

} // namespace

std::string table(const TableRow& header, const std::vector<TableRow>& rows, std::string_view alignment) {
    const std::vector<std::size_t> widths = widths_of(header, rows);
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

std::string narrow_tables(const TableRow& header, const std::vector<TableRow>& rows,
                          std::string_view alignment) {
    if (header.empty())
        return {};
    constexpr std::size_t widest = 100, gap = 2;
    const std::vector<std::size_t> widths = widths_of(header, rows);
    std::string out;
    std::size_t end = 1;
    do {
        const std::size_t begin = end;
        std::size_t width = widths.front();
        while (end < header.size() && (end == begin || width + gap + widths[end] <= widest))
            width += gap + widths[end++];
        std::vector<TableRow> parts;
        for (const TableRow& row : rows)
            parts.push_back(part_of(row, begin, end));
        out += (out.empty() ? "" : "\n") +
               table(part_of(header, begin, end), parts,
                     std::string(alignment.substr(0, 1)) + std::string(alignment.substr(begin, end - begin)));
    } while (end < header.size());
    return out;
}
