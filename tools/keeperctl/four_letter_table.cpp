#include "four_letter_table.h"

#include "text_report.h"
#include "value_text.h"

#include "keeperfs/base/text.h"

#include <algorithm>

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

bool is_figure(const Value& value) {
    return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<std::uint64_t>(value) ||
           std::holds_alternative<double>(value);
}

/// Rows by name, in the order in which the names come up; a cell for each column.
class Grid {
public:
    explicit Grid(std::size_t columns) : columns_(columns) {}

    void set(const Field& field, std::size_t column) {
        const auto [place, is_new] = places_.try_emplace(field.name, rows_.size());
        if (is_new) {
            rows_.emplace_back(columns_ + 1);
            rows_.back().front() = escaped(field.name);
            has_only_figures_.push_back(true);
        }
        rows_[place->second][column + 1] = value_text(field.value);
        has_only_figures_[place->second] = has_only_figures_[place->second] && is_figure(field.value);
    }
    bool empty() const noexcept { return rows_.empty(); }
    const std::vector<TableRow>& rows() const noexcept { return rows_; }
    /// The other way round: a column for each name.
    std::string text_by_columns() const {
        TableRow header;
        std::string alignment;
        std::vector<TableRow> turned(columns_);
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            header.push_back(rows_[row].front());
            alignment += has_only_figures_[row] ? 'r' : 'l';
            for (std::size_t column = 0; column < columns_; ++column)
                turned[column].push_back(rows_[row][column + 1]);
        }
        return narrow_tables(header, turned, alignment);
    }

private:
    std::size_t columns_;
    std::unordered_map<std::string, std::size_t> places_;
    std::vector<TableRow> rows_;
    std::vector<bool> has_only_figures_;
};

std::string list_text(const List& list) {
    Grid grid(list.records.size());
    for (std::size_t i = 0; i < list.records.size(); ++i)
        for (const Field& field : list.records[i])
            grid.set(field, i);
    return grid.text_by_columns();
}

void add_fields(TextReport& out, const std::vector<std::pair<std::string, const Answer*>>& answers) {
    Grid grid(answers.size());
    TableRow header{""};
    for (std::size_t i = 0; i < answers.size(); ++i) {
        header.push_back(answers[i].first);
        for (const Field& field : answers[i].second->fields)
            grid.set(field, i);
    }
    if (!grid.empty())
        out.rows(header, grid.rows(), 'l' + std::string(answers.size(), 'r'));
}

} // namespace

std::string to_table(std::span<const net::Endpoint> servers, std::span<const Reply> replies, bool colored) {
    std::vector<std::pair<std::string, const Answer*>> answers;
    for (std::size_t i = 0; i < servers.size(); ++i)
        if (replies[i].is_ok())
            answers.emplace_back(net::text_of(servers[i]), &replies[i].answer);
    TextReport out(colored);
    add_fields(out, answers);
    std::string text = out.text();
    for (const auto& [server, answer] : answers)
        for (const List& list : answer->lists) {
            TextReport heading(colored);
            heading.heading(fmt::format(
                "{}: {}", server, counted(list.records.size(), "entry", "entries") + " in " + list.name));
            text += heading.text() + (list.records.empty() ? "" : list_text(list));
        }
    return text;
}
