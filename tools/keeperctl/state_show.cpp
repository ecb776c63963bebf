#include "commands.h"
#include "config_option.h"
#include "text_report.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/keeper/state_file.h"

using namespace keeperfs;
using keeper::RaftState;

namespace {

constexpr CommandText text{"show", "Raft's term and vote, as the state file has them",
                           R"(  keeperctl state show /var/lib/clickhouse/coordination
  keeperctl state show state-OLD --format json)"};

struct Options {
    std::string place;
    ConfigOption config;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("FILE", place, "A state file, or the directory that holds it")
            ->type_name("")
            ->required();
        config.add_to(app, "FILE");
        console.add_to(app);
    }
};

struct Answered {
    std::string file;
    std::optional<RaftState> state;
    std::optional<Error> error;
};

Answered read(io::FileSystem& files, const std::string& path) {
    constexpr std::size_t more_than_any = 4096;
    io::FileSource file(files, path);
    std::vector<std::uint8_t> bytes(more_than_any);
    std::size_t size = 0;
    while (size < bytes.size()) {
        const std::size_t got = file.read(std::span(bytes).subspan(size));
        if (got == 0)
            break;
        size += got;
    }
    try {
        return {path, keeper::decode_state_file(Bytes(bytes).first(size)), std::nullopt};
    } catch (const Error& error) {
        return {path, std::nullopt, error};
    }
}

std::vector<std::string> state_files(io::FileSystem& files, const std::string& place) {
    if (!files.is_directory(place))
        return {place};
    std::vector<std::string> paths;
    for (const char* name : {"state", "coordination/state", "state-OLD", "coordination/state-OLD"})
        if (files.exists(io::join(place, name)))
            paths.push_back(io::join(place, name));
    if (paths.empty())
        throw Error(ErrorKind::bad_input, "there is no state file here")
            .file(place)
            .hint("Releases before 22.7 have none.");
    return paths;
}

void add(TextReport& out, const Answered& answered) {
    out.heading(escaped(answered.file));
    if (answered.error)
        return out.line("not usable", "{}",
                        out.styled(escaped(answered.error->finding()), console::Style::red));
    const RaftState& state = *answered.state;
    out.line("term", "{}", state.term);
    out.line("voted for", "{}", state.voted_for < 0 ? "nobody" : fmt::format("server {}", state.voted_for));
    out.line("election timer", "{}", state.election_timer_allowed ? "allowed" : "not allowed");
    if (state.catching_up || state.receiving_snapshot)
        out.line("catching up", "{}", state.receiving_snapshot ? "yes, by a snapshot" : "yes");
    out.line("format", "version {}", state.version);
}

void add(JsonWriter& json, const Answered& answered) {
    json.begin_object().member("file", answered.file);
    if (answered.error)
        json.member("error", answered.error->finding());
    if (answered.state)
        json.member("version", std::uint32_t{answered.state->version})
            .member("term", answered.state->term)
            .member("voted_for", answered.state->voted_for)
            .member("election_timer_allowed", answered.state->election_timer_allowed)
            .member("catching_up", answered.state->catching_up)
            .member("receiving_snapshot", answered.state->receiving_snapshot);
    json.end_object();
}

int run(const Options& options) {
    std::vector<Answered> answers;
    io::VirtualFiles files(io::FileSystem::system());
    const std::string place = options.config.is_given()
                                  ? io::directory_of(options.config.mounted(files).state_file)
                                  : options.place;
    for (const std::string& path : state_files(files, place))
        answers.push_back(read(files, path));
    if (options.console.format == "json") {
        JsonWriter json;
        json.begin_object().member("format_version", 1).key("states").begin_array();
        for (const Answered& answered : answers)
            add(json, answered);
        json.end_array().end_object();
        console::print(std::string(json.view()) + "\n");
    } else if (!options.console.quiet) {
        TextReport out(options.console.colored());
        for (const Answered& answered : answers)
            add(out, answered);
        console::print(out.text());
    }
    const bool all_read =
        std::ranges::none_of(answers, [](const Answered& a) { return a.error.has_value(); });
    return all_read ? 0 : 3;
}

} // namespace

void add_state_show(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
