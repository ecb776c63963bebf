#include "backup_report.h"

#include "json_texts.h"
#include "recover_names.h"

#include "keeperfs/base/text.h"
#include "keeperfs/recover/membership.h"

using namespace keeperfs;
using backup::Manifest;

void add_findings(TextReport& out, const std::vector<Finding>& findings) {
    if (findings.empty())
        return;
    out.heading("Findings");
    for (const Finding& finding : findings) {
        out.row(out.styled(name_of(finding.severity), style_of(finding.severity)), "{}: {}: {}",
                escaped(finding.code), escaped(finding.file), finding.message);
        if (!finding.hint.empty())
            out.row("", "{}", finding.hint);
    }
}

void add_findings(JsonWriter& json, const std::vector<Finding>& findings) {
    json.key("findings").begin_array();
    for (const Finding& finding : findings) {
        json.begin_object();
        keeperfs::add_members(json, finding);
        json.end_object();
    }
    json.end_array();
}

std::string files_text(const Manifest& manifest) {
    return fmt::format("{}, {}", counted(manifest.files.size(), "file", "files"), size_text(manifest.size()));
}

void add_manifest(TextReport& out, const Manifest& manifest) {
    out.line("made", "{} on {}, by keeperctl {}", time_text(manifest.created_ms), escaped(manifest.host),
             escaped(manifest.program_version));
    if (manifest.server)
        out.line("server", "{}, id {}, {}, version {}", escaped(manifest.server->address),
                 manifest.server->id ? std::to_string(*manifest.server->id) : "unknown",
                 escaped(manifest.server->role), escaped(manifest.server->version));
    for (const std::string& directory : manifest.log_dirs)
        out.line("log", "{}", escaped(directory));
    for (const std::string& directory : manifest.snapshot_dirs)
        out.line("snapshots", "{}", escaped(directory));
    out.line("source", "{}", manifest.was_written_to ? "written to meanwhile" : "at rest");
    out.line("snapshot", "of record {}", manifest.snapshot_index);
    out.line("last record", "{}, zxid {}, term {}", manifest.last_index,
             manifest.zxid == 0 ? "not known" : hex(manifest.zxid), manifest.term);
    out.line("members", "{}", manifest.members.empty() ? "none named" : recover::text_of(manifest.members));
    out.line("holds", "{}{}", files_text(manifest), manifest.is_encrypted ? ", encrypted" : "");
    if (!manifest.replaced_secrets.empty())
        out.line("secrets", "{} of the configuration replaced",
                 counted(manifest.replaced_secrets.size(), "value", "values"));
}

void add_manifest(JsonWriter& json, const Manifest& manifest) {
    json.member("id", manifest.id)
        .member("created", time_text(manifest.created_ms))
        .member("program_version", manifest.program_version)
        .member("host", manifest.host);
    if (manifest.server) {
        json.key("server").begin_object().member("address", manifest.server->address);
        if (manifest.server->id)
            json.member("id", *manifest.server->id);
        json.member("version", manifest.server->version).member("role", manifest.server->role);
        if (manifest.server->last_index)
            json.member("snapshot_index", *manifest.server->last_index);
        json.end_object();
    }
    add_texts(json, "log_dirs", manifest.log_dirs);
    add_texts(json, "snapshot_dirs", manifest.snapshot_dirs);
    json.member("state_file", manifest.state_file)
        .member("was_written_to", manifest.was_written_to)
        .member("snapshot_index", manifest.snapshot_index)
        .member("last_index", manifest.last_index)
        .member("term", manifest.term);
    if (manifest.zxid != 0)
        json.member("zxid", hex(manifest.zxid));
    add_members(json, "members", manifest.members);
    json.member("encrypted", manifest.is_encrypted)
        .member("file_count", std::uint64_t{manifest.files.size()})
        .member("bytes", manifest.size());
    add_texts(json, "replaced_secrets", manifest.replaced_secrets);
    add_findings(json, manifest.findings);
}
