#include "keeperfs/inspect/log_findings.h"

#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::inspect {

using keeper::ChangelogEnd;

void LogChecker::tell(Severity severity, std::string code, std::optional<std::uint64_t> offset,
                      std::string message, std::string hint) {
    findings_.push_back({severity, std::move(code), file_, offset, std::move(message), std::move(hint)});
}

void LogChecker::begin_file(std::string file, std::optional<keeper::ChangelogName> name) {
    file_ = std::move(file);
    name_ = std::move(name);
    told_outside_name_ = false;
}

void LogChecker::check_order(const LogEntry& entry) {
    const std::uint64_t index = entry.record.index;
    if (last_index_ && index <= *last_index_)
        tell(Severity::note, "log.overwritten", entry.offset,
             fmt::format("index {} again: {} from there on lost their place to later ones", index,
                         counted(*last_index_ - index + 1, "record", "records")));
    else if (last_index_ && index != *last_index_ + 1)
        tell(Severity::error, "log.gap", entry.offset,
             fmt::format("index {} follows {}: {} missing", index, *last_index_,
                         counted(index - *last_index_ - 1, "record is", "records are")),
             "Harmless only when a snapshot holds them.");
    if (entry.record.term < last_term_)
        tell(Severity::error, "raft.term-back", entry.offset,
             fmt::format("term {} at index {} follows term {}", entry.record.term, index, last_term_));
    last_index_ = index;
    last_term_ = std::max(last_term_, entry.record.term);
}

void LogChecker::add(const LogEntry& entry) {
    check_order(entry);
    const std::uint64_t index = entry.record.index;
    if (name_ && !told_outside_name_ && (index < name_->from || index > name_->to)) {
        told_outside_name_ = true;
        tell(Severity::warning, "log.outside-name", entry.offset,
             fmt::format("index {} is outside of what the file's name says, {} to {}", index, name_->from,
                         name_->to));
    }
    if (entry.not_understood)
        tell(Severity::error, "log.bad-request", entry.not_understood->offset(),
             entry.not_understood->message(), entry.not_understood->advice().value_or(""));
    else if (entry.is_configuration() && entry.configuration.log_index != index)
        tell(Severity::warning, "log.configuration-index", entry.offset,
             fmt::format("the configuration at index {} says it is of index {}", index,
                         entry.configuration.log_index));
}

void LogChecker::end_file(const keeper::ChangelogReader& reader, bool is_growing) {
    for (const std::uint64_t offset : reader.stray_block_offsets())
        tell(Severity::warning, "log.stray-block", offset,
             "three bytes inside a zstd frame end it too early; everything behind them could be read all the "
             "same",
             "A server would delete this file at its start: rewrite it with keeperctl log rewrite.");
    if (reader.end() == ChangelogEnd::zero_tail)
        tell(Severity::note, code_of(reader.end()), reader.good_bytes(),
             fmt::format("{} of zeros behind the last record: unused space", size_text(reader.tail_bytes())),
             "Releases of 22.x take it for damage and delete the file.");
    else if (is_growing && reader.end() == ChangelogEnd::torn_record)
        tell(Severity::note, "log.growing", reader.good_bytes(),
             "a server is writing the file; its end was not looked at");
    else if (reader.damage())
        tell(Severity::error, code_of(reader.end()),
             reader.damage()->offset() ? reader.damage()->offset() : reader.damage()->compressed_offset(),
             reader.damage()->message(), reader.damage()->advice().value_or(""));
}

bool LogChecker::is_well() const noexcept {
    return std::ranges::all_of(findings_,
                               [](const Finding& finding) { return finding.severity == Severity::note; });
}

} // namespace keeperfs::inspect
