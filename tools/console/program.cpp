#include "console/program.h"

#include "console/console.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/cancel.h"

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <new>

namespace console {

using keeperfs::Error;
using keeperfs::ErrorKind;

namespace {

void catch_signals() {
    struct sigaction action {};
    action.sa_handler = [](int signal) { keeperfs::io::request_cancel(signal); };
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

int usage_error(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
    std::string message = error.what();
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
        std::vector<std::string> known;
        for (const CLI::Option* option : app.get_options())
            for (const std::string& name : option->get_lnames())
                known.push_back("--" + name);
        for (int i = 1; i < argc; ++i) {
            const std::string word = std::string(argv[i]).substr(0, std::string(argv[i]).find('='));
            if (!word.starts_with("-") || std::ranges::find(known, word) != known.end())
                continue;
            message = fmt::format("unknown option {}", keeperfs::escaped(word));
            if (const auto meant = keeperfs::nearest(word, known))
                message += fmt::format("; did you mean {}?", *meant);
            break;
        }
    }
    return complain(app, fmt::format("{}\nTry '{} --help'.", message, app.get_name()), ErrorKind::usage);
}

} // namespace

int run_program(CLI::App& app, int argc, char** argv, const std::function<int()>& body) {
    occupy_closed_streams();
    catch_signals();
    app.set_version_flag("--version", fmt::format("{} {}", app.get_name(), KFS_VERSION), "Print the version");
    app.get_formatter()->column_width(34);
    try {
        app.parse(argc, argv);
        return body();
    } catch (const CLI::ParseError& error) {
        return error.get_exit_code() == 0 ? app.exit(error) : usage_error(app, error, argc, argv);
    } catch (const Error& error) {
        return complain(app,
                        error.kind() == ErrorKind::usage
                            ? fmt::format("{}\nTry '{} --help'.", error.what(), app.get_name())
                            : error.what(),
                        error.kind());
    } catch (const std::bad_alloc&) {
        return complain(app, "out of memory; nothing was left behind", ErrorKind::defect);
    } catch (const std::exception& error) {
        return complain(app, fmt::format("a defect in this program: {}. Please report it.", error.what()),
                        ErrorKind::defect);
    }
}

} // namespace console
