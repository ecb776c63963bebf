// Validates, writes, reads back, checks, and then gives the directory its name.
#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/load.h"
#include "keeperfs/config/new_ensemble.h"
#include "keeperfs/io/atomic_output.h"
#include "keeperfs/io/new_directory.h"

#include <set>

namespace keeperfs::config {

namespace {

Error usage(std::string what) { return Error(ErrorKind::usage, std::move(what)); }

void require_printable(std::string_view text) {
    if (!is_utf8(text) ||
        std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < ' '; }))
        throw usage(fmt::format("{} holds characters that a configuration cannot", escaped(text)));
}

/// It becomes the name of an element.
void require_name(std::string_view name) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    if (name.empty() || !is_letter(name[0]) ||
        !std::ranges::all_of(name, [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); }))
        throw usage(fmt::format("{} cannot be the name of a disk", escaped(name)))
            .hint("Take letters, digits and underscores.");
}

void require_sense(const NewEnsemble& ensemble) {
    if (ensemble.members.empty())
        throw usage("an ensemble needs at least one member");
    std::set<std::int32_t> ids;
    for (const NewMember& member : ensemble.members) {
        require_printable(member.host);
        if (!ids.insert(member.id).second)
            throw usage(fmt::format("two members have the id {}", member.id));
    }
    for (const std::string& text : {ensemble.listen_host, ensemble.storage_path, ensemble.certificate,
                                    ensemble.private_key, ensemble.ca})
        require_printable(text);
    std::set<std::string> disks;
    for (const NewDisk& disk : ensemble.disks) {
        require_name(disk.name);
        require_printable(disk.place);
        if (!disks.insert(disk.name).second)
            throw usage(fmt::format("two disks have the name {}", disk.name));
    }
}

void write(io::FileSystem& files, const std::string& path, const std::string& content) {
    io::AtomicOutput output(files, path, io::FileSystem::Existing::keep);
    output.write(as_bytes(content));
    output.finish();
    output.commit();
}

std::string with_target(std::string text, const io::NewDirectory& made) {
    for (std::size_t at = text.find(made.path()); at != std::string::npos; at = text.find(made.path(), at))
        text.replace(at, made.path().size(), made.target());
    return text;
}

/// As if the directory had its name already.
std::vector<ConfigFinding> check_all(const std::vector<Configuration>& nodes, const CheckPlan& plan,
                                     const io::NewDirectory& made) {
    std::vector<ConfigFinding> findings = check_ensemble(nodes, plan);
    for (const Configuration& node : nodes)
        for (ConfigFinding& found : check(node, plan))
            findings.push_back(std::move(found));
    for (ConfigFinding& found : findings) {
        found.finding.file = with_target(found.finding.file, made);
        found.finding.message = with_target(found.finding.message, made);
    }
    return findings;
}

void refuse_errors(const std::vector<ConfigFinding>& findings) {
    for (const ConfigFinding& found : findings)
        if (found.finding.severity == Severity::error)
            throw usage(fmt::format("no server would start with that: {}", found.finding.message))
                .hint(found.finding.hint);
}

/// What all nodes have is said once, of the first.
void leave_one_of_each(std::vector<ConfigFinding>& findings) {
    std::set<std::string> seen;
    std::erase_if(findings, [&](const ConfigFinding& found) {
        return !seen.insert(found.finding.code + found.finding.message).second;
    });
}

} // namespace

WrittenEnsemble write_ensemble(io::FileSystem& files, const NewEnsemble& ensemble,
                               const std::string& directory, const CheckPlan& plan) {
    require_sense(ensemble);
    io::NewDirectory made(files, directory);
    LoadOptions options;
    options.files = &files;
    options.default_include_from.clear();
    WrittenEnsemble written;
    std::vector<Configuration> nodes;
    for (const NewMember& member : ensemble.members) {
        const std::string folder = fmt::format("keeper-{}", member.id);
        const std::string name =
            ensemble.syntax == NewEnsemble::Syntax::xml ? "keeper_config.xml" : "keeper_config.yaml";
        const std::string path = io::join(made.make(folder), name);
        write(files, path, configuration_of(ensemble, member));
        nodes.push_back(load_configuration(path, options));
        written.nodes.push_back({member.id, io::join(io::join(made.target(), folder), name)});
    }
    written.findings = check_all(nodes, plan, made);
    refuse_errors(written.findings);
    leave_one_of_each(written.findings);
    made.commit();
    return written;
}

} // namespace keeperfs::config
