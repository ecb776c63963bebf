// What the configurations show: the findings of their checks, each under the check that it belongs to.
#include "probe/preflight_answers.h"
#include "probe/preflight_judge.h"

#include "keeperfs/base/text.h"
#include "keeperfs/config/keeper_settings.h"

#include <algorithm>

namespace keeperfs::probe {

namespace {

using config::ConfigFinding;
using config::Configuration;

struct Belongs {
    std::string_view beginning, check; ///< of the code; the first that fits
};
constexpr Belongs belongs[] = {
    {"raft.duplicate-id", "members.ids"},
    {"raft.own-id-missing", "members.ids"},
    {"raft.repeated-field", "members.ids"},
    {"keeper.no-server-id", "members.ids"},
    {"cluster.same-id", "members.ids"},
    {"raft.duplicate-endpoint", "members.hosts"},
    {"raft.incomplete-server", "members.hosts"},
    {"cluster.members-differ", "members.hosts"},
    {"cluster.port-clash", "members.hosts"},
    {"raft.localhost-mixed", "members.localhost"},
    {"raft.several-local", "members.localhost"},
    {"raft.gaps-crossed", "configuration"},
    {"raft.", "members.voters"},
    {"storage.", "storage.directories"},
    {"cluster.shared-storage", "storage.directories"},
    {"disk.", "storage.disks"},
    {"access.both-word-lists", "access.words"},
    {"access.unknown-word", "access.words"},
    {"setting.unknown", "settings.known"},
    {"setting.uncertain", "settings.known"},
    {"setting.repeated-stops", "settings.known"},
    {"cluster.setting-differs", "settings.agree"},
    {"cluster.tls-differs", "settings.agree"},
    {"flag.", "flags.known"},
};

std::string place_text(const Finding& finding) {
    return finding.line ? fmt::format("{}:{}", escaped(finding.file), *finding.line) : escaped(finding.file);
}

class Files {
public:
    explicit Files(Preflight& preflight) : preflight_(preflight), nodes_(preflight.evidence().nodes) {
        check_plan_.release =
            preflight.plan().target ? preflight.plan().target : oldest_release(preflight.evidence());
        check_plan_.files = preflight.plan().files;
    }

    void judge() {
        for (const Configuration& node : nodes_)
            judge_node(node);
        for (const ConfigFinding& found : config::check_ensemble(nodes_, check_plan_))
            add(found);
        if (!nodes_.empty())
            tell_what_was_seen();
    }

private:
    Preflight& preflight_;
    const std::vector<Configuration>& nodes_;
    config::CheckPlan check_plan_;

    void add(const ConfigFinding& found) {
        const Finding& finding = found.finding;
        const std::string_view check = check_of(found);
        if (finding.code == "access.no-probe-words" || finding.code == "config.findings.more")
            return; // judge_words() wants more
        if (finding.severity == Severity::error)
            preflight_.fail(check, place_text(finding), finding.message, finding.hint);
        else if (finding.severity == Severity::warning ||
                 (finding.code == "storage.missing" && !preflight_.plan().not_started))
            preflight_.warn(check, place_text(finding), finding.message, finding.hint);
        else if (finding.code == "storage.not-seen")
            preflight_.miss(check, place_text(finding), finding.message, finding.hint);
    }

    void judge_node(const Configuration& node) {
        for (const ConfigFinding& found : config::check(node, check_plan_))
            add(found);
        const config::KeeperSettings settings = config::read_keeper_settings(node);
        const std::string file = escaped(node.files().front().path);
        if (!settings.force_sync)
            preflight_.warn("storage.disks", file,
                            "force_sync is off: what this server acknowledges may be lost with the power",
                            "Turn it on, unless the loss of changes does no harm.");
        const auto voters = static_cast<std::size_t>(
            std::ranges::count(settings.servers, true, &config::RaftServer::can_become_leader));
        if (voters == 1 || voters == 2)
            preflight_.warn(
                "members.voters", file,
                fmt::format("{}: the loss of one ends the service", counted(voters, "voter", "voters")),
                "Three or five are usual.");
    }

    void tell_what_was_seen() {
        const std::string files = counted(nodes_.size(), "configuration", "configurations");
        for (const char* check : {"members.ids", "members.hosts", "members.localhost", "members.voters",
                                  "storage.disks", "configuration"})
            preflight_.saw(check, files);
        if (nodes_.size() > 1)
            for (const char* check : {"settings.agree", "flags.equal"})
                preflight_.saw(check, fmt::format("{} compared", files));
        if (preflight_.plan().target)
            for (const char* check : {"settings.known", "flags.known"})
                preflight_.saw(check,
                               fmt::format("{} for {}", files, keeper::text_of(*preflight_.plan().target)));
    }
};

} // namespace

std::string_view check_of(const ConfigFinding& found) {
    const std::string_view code = found.finding.code;
    if (code == "cluster.setting-differs" && found.key.starts_with("keeper_server.feature_flags."))
        return "flags.equal";
    for (const Belongs& one : belongs)
        if (code.starts_with(one.beginning))
            return one.check;
    return "configuration";
}

void judge_files(Preflight& preflight) { Files(preflight).judge(); }

} // namespace keeperfs::probe
