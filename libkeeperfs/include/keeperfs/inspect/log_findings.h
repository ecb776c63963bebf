#pragma once
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"
#include "keeperfs/inspect/log_entry.h"
#include "keeperfs/keeper/file_names.h"

#include <optional>
#include <string>
#include <vector>

namespace keeperfs::inspect {

/// Checks changelogs one after the other, in the order of their first indices. Codes: keeperctl-log(1).
class KEEPERFS_EXPORT LogChecker {
public:
    /// `name`: where the file has one that a server would take.
    void begin_file(std::string file, std::optional<keeper::ChangelogName> name);
    void add(const LogEntry& entry);
    /// `is_growing`: it is longer than when it was opened, so a record that is torn may be whole by now.
    void end_file(const keeper::ChangelogReader& reader, bool is_growing = false);

    const std::vector<Finding>& findings() const noexcept { return findings_; }
    /// Nothing but notes.
    bool is_well() const noexcept;

private:
    std::vector<Finding> findings_;
    std::string file_;
    std::optional<keeper::ChangelogName> name_;
    std::optional<std::uint64_t> last_index_;
    std::uint64_t last_term_ = 0;
    bool told_outside_name_ = false;

    void tell(Severity severity, std::string code, std::optional<std::uint64_t> offset, std::string message,
              std::string hint = {});
    void check_order(const LogEntry& entry);
};

} // namespace keeperfs::inspect
