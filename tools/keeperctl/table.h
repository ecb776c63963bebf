#pragma once
#include <string>
#include <vector>

using TableRow = std::vector<std::string>;

/// Rows as columns of equal width, two blanks between. `alignment`: 'l' or 'r' for each column; the width of
/// text counts characters of UTF-8.
std::string table(const TableRow& header, const std::vector<TableRow>& rows, std::string_view alignment);

/// The same; what would be wider than a hundred columns becomes several tables, one below the other, each of
/// which begins with the first column.
std::string narrow_tables(const TableRow& header, const std::vector<TableRow>& rows,
                          std::string_view alignment);
