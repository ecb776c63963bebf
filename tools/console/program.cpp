#include "console/program.h"

#include "console/completion.h"
#include "console/console.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/cancel.h"

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <new>

namespace console {

using keeperfs::Error;
using keeperfs::ErrorKind;

namespace {

/// Of the first signal.
std::atomic<std::int64_t> signalled_at_ms{0};
static_assert(std::atomic<std::int64_t>::is_always_lock_free);

/// A second signal does not wait for what is cleaned up. timeout(1) sends each one twice in the same instant,
/// to the program and to its group: they count as one.
void on_signal(int signal) {
    constexpr std::int64_t same_instant_ms = 500;
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const std::int64_t now_ms = std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
    std::int64_t first = 0;
    if (signalled_at_ms.compare_exchange_strong(first, now_ms)) {
        keeperfs::io::request_cancel(signal);
    } else if (now_ms - first >= same_instant_ms) {
        ::signal(signal, SIG_DFL);
        ::raise(signal); // delivered when this handler returns
    }
}

void catch_signals() {
    struct sigaction action {};
    action.sa_handler = on_signal;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    // A full pipe or a closed one is an error of the write, with its exit code, not a silent death.
    action.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &action, nullptr);
}

/// A file that we open must not get the number of a stream that was closed before the start: what is printed
/// would end up in it. Opened like this, such a stream fails as a closed one does.
void occupy_closed_streams() {
    for (int fd = ::open("/dev/null", O_RDONLY); fd >= 0; fd = ::open("/dev/null", O_RDONLY))
        if (fd > STDERR_FILENO) {
            ::close(fd);
            return;
        }
}

int complain(const CLI::App& app, const std::string& message, ErrorKind kind) {
    print_message(fmt::format("{}: {}\n", app.get_name(), message));
    return static_cast<int>(kind);
}

/// The command that the words lead to, and these words: "keeperctl snapshot info".
struct Command {
    const CLI::App* app;
    std::string name;

    explicit Command(const CLI::App& program) : app(&program), name(program.get_name()) {
        while (!app->get_subcommands().empty()) {
            app = app->get_subcommands().back();
            name += ' ' + app->get_name();
        }
    }
    /// A program that has a job of its own has options for it.
    bool is_group() const {
        const auto takes_a_value = [](const CLI::Option* option) {
            return option->get_items_expected_max() > 0;
        };
        return !app->get_subcommands({}).empty() && std::ranges::none_of(app->get_options(), takes_a_value);
    }
    std::vector<std::string> option_names() const {
        std::vector<std::string> names;
        for (const CLI::Option* option : app->get_options())
            for (const std::string& option_name : option->get_lnames())
                names.push_back("--" + option_name);
        return names;
    }
    std::vector<std::string> command_names() const {
        std::vector<std::string> names;
        for (const CLI::App* command : app->get_subcommands({}))
            names.push_back(command->get_name());
        return names;
    }
};

/// What is said of the first word that the command has no place for.
std::string about_stray_word(const Command& command, const std::string& stray) {
    const std::string word = stray.starts_with('-') ? stray.substr(0, stray.find('=')) : stray;
    const bool is_option = word.starts_with('-');
    if (!is_option && !command.is_group())
        return fmt::format("unexpected argument {}", keeperfs::escaped(word));
    const auto meant = keeperfs::nearest(word, is_option ? command.option_names() : command.command_names());
    return fmt::format("unknown {} {}{}", is_option ? "option" : "command", keeperfs::escaped(word),
                       meant ? fmt::format("; did you mean {}?", *meant) : "");
}

int usage_error(const CLI::App& app, std::string_view message) {
    return complain(app, fmt::format("{}\nTry '{} --help'.", message, Command(app).name), ErrorKind::usage);
}

int usage_error(const CLI::App& app, const CLI::ParseError& error) {
    const Command command(app);
    // A misspelt option is named before the argument that seems to be missing because of it.
    std::vector<std::string> strays = app.remaining(true);
    std::erase(strays, "--");
    return usage_error(app, strays.empty() ? error.what() : about_stray_word(command, strays.front()));
}

} // namespace

const char* version() noexcept { return KFS_VERSION; }

int run_program(CLI::App& app, int argc, char** argv, const std::function<int()>& body,
                const Completers& completers) {
    occupy_closed_streams();
    catch_signals();
    app.set_version_flag("--version", fmt::format("{} {}", app.get_name(), version()), "Print the version");
    app.get_formatter()->column_width(34);
    app.get_formatter()->label("SUBCOMMAND", "COMMAND");
    try {
        // For the completion scripts of the shells; no command, since people have no use for it.
        if (argc > 1 && std::string_view(argv[1]) == "__complete") {
            print(completions(app, {argv + 2, argv + argc}, completers));
            return 0;
        }
        app.parse(argc, argv);
        if (const Command command(app); command.is_group()) {
            print_message(app.help());
            return static_cast<int>(ErrorKind::usage);
        }
        return body();
    } catch (const CLI::ParseError& error) {
        return error.get_exit_code() == 0 ? app.exit(error) : usage_error(app, error);
    } catch (const Error& error) {
        return error.kind() == ErrorKind::usage ? usage_error(app, error.what())
                                                : complain(app, error.what(), error.kind());
    } catch (const std::bad_alloc&) {
        return complain(app, "out of memory; nothing was left behind", ErrorKind::defect);
    } catch (const std::exception& error) {
        return complain(app, fmt::format("a defect in this program: {}. Please report it.", error.what()),
                        ErrorKind::defect);
    }
}

} // namespace console
