#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace console {

/// Options that mean the same in every command.
struct ConsoleOptions {
    std::string format; ///< one of those that the command has; the first unless told otherwise
    std::string color = "auto", progress = "auto";
    bool quiet = false, verbose = false;

    void add_to(CLI::App& app, const std::vector<std::string>& formats = {"text", "json"});
    /// On standard output: when asked for, or on a terminal without NO_COLOR.
    bool colored() const;
    bool shows_progress() const;
};

enum class Style { plain, bold, green, yellow, red };
/// The text in that style, where styles are wanted.
std::string styled(std::string_view text, Style style, bool colored);

/// Breaks a paragraph at blanks so that lines end before column 100; every line after the first begins with
/// `indent` blanks. A word that is longer stays whole: paths must be copied as they are.
std::string wrapped(std::string_view text, std::size_t indent);

/// Writes to standard output; throws Error(bad_output) when that fails (a full disk, a closed pipe).
void print(std::string_view text);
/// A JSON document, in which DEL and the controls of C1 are escaped too: they can move a terminal's cursor.
void print_json(std::string_view document);
bool stdout_is_terminal();

/// An answer that is too long to be made before it is printed.
class LongAnswer {
public:
    std::string& text() noexcept { return text_; } ///< append here
    /// Now and then, between two records.
    void flush_when_large() {
        constexpr std::size_t large = 1024 * 1024;
        if (text_.size() >= large)
            flush();
    }
    void flush() {
        print(text_);
        text_.clear();
    }

private:
    std::string text_;
};

/// Writes to standard error. That nobody can read it there does not end a job.
void print_message(std::string_view text) noexcept;

} // namespace console
