#pragma once
#include <string>
#include <vector>

/// Rows of figures, right-aligned, with what they belong to at the end.
class TextTable {
public:
    explicit TextTable(std::vector<std::string> head) { add(std::move(head)); }
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); } ///< as many as the head has
    std::string text() const;

private:
    std::vector<std::vector<std::string>> rows_;
};
