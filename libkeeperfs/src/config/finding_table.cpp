#include "keeperfs/config/finding_table.h"

#include "keeperfs/base/error.h"

namespace keeperfs::config {

namespace {

constexpr Severity note = Severity::note, warning = Severity::warning;

constexpr FindingKind kinds[] = {
    {"config.file.ignored", warning, "a file lies where no server reads it, though its author may think so"},
    {"config.list.by-position", warning, "a list was merged element by element, which is seldom meant"},
    {"config.replace.false", warning,
     "replace=\"false\" replaces: only the presence of the attribute counts"},
    {"config.value.encrypted", note, "a value is encrypted, and only the server can read it"},
    {"config.xml.entities", warning, "a DOCTYPE declares entities, which are not expanded"},
};

} // namespace

std::span<const FindingKind> finding_kinds() noexcept { return kinds; }

const FindingKind& finding_kind(std::string_view code) {
    const auto found = std::ranges::lower_bound(kinds, code, {}, &FindingKind::code);
    if (found == std::end(kinds) || found->code != code)
        throw Error(ErrorKind::defect, fmt::format("the finding {} is in no table", code));
    return *found;
}

Finding make_finding(std::string_view code, const Origin& origin, std::string message, std::string hint) {
    Finding finding{finding_kind(code).severity, std::string(code), origin.file, std::nullopt,
                    std::move(message),          std::move(hint)};
    if (origin.line > 0)
        finding.line = origin.line;
    return finding;
}

} // namespace keeperfs::config
