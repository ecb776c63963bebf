#pragma once
// What the commands about backups print, as text and JSON.
#include "text_report.h"

#include "keeperfs/backup/manifest.h"
#include "keeperfs/base/json_writer.h"

#include <string>
#include <vector>

/// Findings under a heading; nothing where there are none.
void add_findings(TextReport& out, const std::vector<keeperfs::Finding>& findings);
/// The member findings.
void add_findings(keeperfs::JsonWriter& json, const std::vector<keeperfs::Finding>& findings);

/// What a manifest says, line by line.
void add_manifest(TextReport& out, const keeperfs::backup::Manifest& manifest);
/// Its members but for the files, into an object that is open.
void add_manifest(keeperfs::JsonWriter& json, const keeperfs::backup::Manifest& manifest);
/// "12 files, 3.4 MiB".
std::string files_text(const keeperfs::backup::Manifest& manifest);
