#include "console/console.h"

#include "keeperfs/base/error.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace console {

void ConsoleOptions::add_to(CLI::App& app, const std::vector<std::string>& formats) {
    constexpr const char* group = "Output";
    format = formats.front();
    app.add_option("--format", format, "Report on standard output; default " + format)
        ->type_name(fmt::format("{}", fmt::join(formats, "|")))
        ->check(CLI::IsMember(formats).description(""))
        ->group(group);
    app.add_flag("--quiet", quiet, "No report in text; errors only")->group(group);
    app.add_flag("--verbose", verbose, "Every example and file in the text")->group(group);
    app.add_option("--color", color, "Default auto: on a terminal, without NO_COLOR")
        ->type_name("auto|always|never")
        ->check(CLI::IsMember({"auto", "always", "never"}).description(""))
        ->group(group);
    app.add_option("--progress", progress, "Default auto: on a terminal")
        ->type_name("auto|always|never")
        ->check(CLI::IsMember({"auto", "always", "never"}).description(""))
        ->group(group);
}

bool ConsoleOptions::colored() const {
    if (color != "auto")
        return color == "always";
    const char* const no_color = std::getenv("NO_COLOR");
    return stdout_is_terminal() && (no_color == nullptr || *no_color == '\0');
}

bool ConsoleOptions::shows_progress() const {
    return progress == "always" || (progress == "auto" && !quiet && ::isatty(STDERR_FILENO) != 0);
}

std::string styled(std::string_view text, Style style, bool colored) {
    if (!colored || style == Style::plain)
        return std::string(text);
    const char* code = "";
    switch (style) {
    case Style::plain:
        break;
    case Style::bold:
        code = "1";
        break;
    case Style::green:
        code = "32";
        break;
    case Style::yellow:
        code = "33";
        break;
    case Style::red:
        code = "31";
        break;
    }
    return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string wrapped(std::string_view text, std::size_t indent) {
    constexpr std::size_t width = 100;
    std::string out;
    std::size_t column = indent;
    while (!text.empty()) {
        const std::size_t word = std::min(text.find(' '), text.size());
        if (!out.empty() && column + 1 + word > width) {
            out += '\n' + std::string(indent, ' ');
            column = indent;
        } else if (!out.empty()) {
            out += ' ';
            ++column;
        }
        out += text.substr(0, word);
        column += word;
        text.remove_prefix(std::min(word + 1, text.size()));
    }
    return out;
}

void print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        throw keeperfs::Error(keeperfs::ErrorKind::bad_output,
                              "cannot write to standard output: " + std::generic_category().message(errno));
}

void print_json(std::string_view document) {
    std::string safe;
    for (std::size_t i = 0; i < document.size(); ++i) {
        const auto byte = static_cast<unsigned char>(document[i]);
        const auto next = i + 1 < document.size() ? static_cast<unsigned char>(document[i + 1]) : 0U;
        if (byte == 0x7f) {
            safe += "\\u007f";
        } else if (byte == 0xc2 && next < 0xa0) {
            safe += fmt::format("\\u{:04x}", next);
            ++i;
        } else {
            safe += document[i];
        }
    }
    if (!safe.ends_with('\n'))
        safe += '\n';
    print(safe);
}

bool stdout_is_terminal() { return ::isatty(STDOUT_FILENO) != 0; }

void print_message(std::string_view text) noexcept {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

} // namespace console
