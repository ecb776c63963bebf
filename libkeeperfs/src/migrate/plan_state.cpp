#include "migrate/plan_rules.h"
#include "migrate/state_files.h"

#include "keeperfs/base/text.h"

#include <fmt/format.h>

namespace keeperfs::migrate {

namespace {

std::string text_of(const keeper::RaftState& state) {
    return state.voted_for < 0 ? fmt::format("term {}, no vote", state.term)
                               : fmt::format("term {}, vote for {}", state.term, state.voted_for);
}

/// One source of the state, and the target.
class StatePlan {
public:
    StatePlan(const Layout& layout, std::size_t from, std::size_t to, StateFiles source,
              const StateFiles& target, Plan& plan)
        : layout_(layout), from_(from), to_(to), source_(std::move(source)), target_(target), plan_(plan) {}

    void decide() {
        if (!source_.has_any)
            return;
        if (!source_.name)
            return find(
                target_.name ? Severity::warning : Severity::error, "disk.state-unreadable",
                "neither state nor state-OLD can be read here; they stay",
                "keeperctl state show tells more; without a state a server may vote twice in a term.");
        if (!target_.name || source_.state.term > target_.state.term)
            return move(Action::copy, target_.name ? fmt::format("the target has {}, which is older",
                                                                 text_of(target_.state))
                                                   : "the state has another place now");
        if (source_.bytes == target_.bytes)
            return target_.name == state_name
                       ? move(Action::drop_double, "the target has it already")
                       : move(Action::copy, "the copy at the target was not finished: it is a state-OLD yet");
        const std::string both =
            fmt::format("the target has {}, and this one {}", text_of(target_.state), text_of(source_.state));
        if (target_.state.term > source_.state.term) {
            plan_.stays.push_back(
                {FileKind::state, *source_.name, source_.bytes.size(), from_, "the target has a later term"});
            return find(Severity::warning, "disk.state-newer", both + ": it stays",
                        "A server has run with the new place. Remove the old file when that was yours.");
        }
        find(Severity::error, "disk.state-differs", both,
             "Are they of one server? Move the wrong one away by hand.");
    }

private:
    const Layout& layout_;
    std::size_t from_, to_;
    StateFiles source_;
    const StateFiles& target_;
    Plan& plan_;

    void move(Action action, std::string reason) {
        plan_.moves.push_back({FileKind::state, *source_.name, source_.bytes.size(), from_, to_, action,
                               std::move(reason), false});
    }
    void find(Severity severity, const char* code, std::string message, std::string hint) {
        plan_.findings.push_back(
            finding_of(severity, code, layout_.file(from_, state_name), std::move(message), std::move(hint)));
    }
};

} // namespace

void plan_state(io::FileSystem& files, const Layout& layout, Plan& plan) {
    const auto read = [&](std::size_t place) {
        const Place& at = layout.places[place];
        const bool is_there = at.directory.empty() || files.is_directory(at.directory);
        return is_there ? read_state_files(*at.disk) : StateFiles();
    };
    const std::size_t to = layout.state.usual;
    const StateFiles target = read(to);
    for (const std::size_t from : layout.state.old)
        if (from != to)
            StatePlan(layout, from, to, read(from), target, plan).decide();
}

} // namespace keeperfs::migrate
