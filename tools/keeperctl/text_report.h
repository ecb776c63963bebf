#pragma once
#include "console/console.h"
#include "table.h"

#include "keeperfs/base/finding.h"

#include <fmt/format.h>

#include <string>

inline console::Style style_of(keeperfs::Severity severity) {
    return severity == keeperfs::Severity::error     ? console::Style::red
           : severity == keeperfs::Severity::warning ? console::Style::yellow
                                                     : console::Style::plain;
}

/// An answer for people: headings, and lines of a name and what is said of it.
class TextReport {
public:
    explicit TextReport(bool colored) : colored_(colored) {}

    std::string styled(std::string_view text, console::Style style) const {
        return console::styled(text, style, colored_);
    }
    void heading(std::string_view text) { out_ += styled(text, console::Style::bold) + "\n"; }
    template <class... Args>
    void line(std::string_view name, fmt::format_string<Args...> form, Args&&... args) {
        constexpr std::size_t indent = 19;
        out_ += fmt::format("  {:<16} {}\n", name,
                            console::wrapped(fmt::format(form, std::forward<Args>(args)...), indent));
    }
    /// A line whose name may be longer, or bear a style.
    template <class... Args>
    void row(std::string_view name, fmt::format_string<Args...> form, Args&&... args) {
        constexpr std::size_t indent = 4;
        std::string said = fmt::format(form, std::forward<Args>(args)...);
        if (!name.empty())
            said = fmt::format("{}  {}", name, said);
        out_ +=
            fmt::format("{:{}}{}\n", "", name.empty() ? indent : indent / 2, console::wrapped(said, indent));
    }
    void rows(const TableRow& header, const std::vector<TableRow>& rows, std::string_view alignment) {
        out_ += table(header, rows, alignment);
    }
    void text_block(std::string_view lines) { out_ += lines; } ///< as it is
    /// A line to be copied: never broken.
    void literal(std::string_view line) { out_ += std::string(line) + "\n"; }
    void paragraph(std::string_view text) { out_ += console::wrapped(text, 0) + "\n"; }
    const std::string& text() const noexcept { return out_; }

private:
    bool colored_;
    std::string out_;
};
