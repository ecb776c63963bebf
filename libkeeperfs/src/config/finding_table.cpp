#include "keeperfs/config/finding_table.h"

#include "keeperfs/base/error.h"

namespace keeperfs::config {

namespace {

constexpr Severity note = Severity::note, warning = Severity::warning;

constexpr FindingKind kinds[] = {
    {"config.attribute.false", warning,
     "replace=\"false\" replaces and remove=\"false\" removes: only the presence of the attribute counts"},
    {"config.attribute.on-root", warning, "replace or remove on a root element does nothing"},
    {"config.env.unset", warning, "a variable that from_env names is not set"},
    {"config.file.ignored", warning, "a file lies where no server reads it, though its author may think so"},
    {"config.findings.more", note, "there are so many findings that the further ones are left out"},
    {"config.include.missing", warning, "the include file has no element of the name that incl asks for"},
    {"config.include.no-file", warning, "the file that include_from names does not exist"},
    {"config.include.not-walked", warning,
     "what an <include> brought in has substitutions, which stay unresolved"},
    {"config.list.by-position", warning, "a list was merged element by element, which is seldom meant"},
    {"config.value.circular", warning, "the ${references} of a value never end"},
    {"config.value.duplicate", warning, "a setting stands there twice, and a server reads the first"},
    {"config.value.encrypted", note, "a value is encrypted, and only the server can read it"},
    {"config.xml.entities", warning, "a DOCTYPE declares entities, which are not expanded"},
    {"config.yaml.clickhouse-key", warning, "a YAML file has a key clickhouse at its top, which nests"},
    {"config.yaml.duplicate-key", warning, "a map in YAML has a key twice, and a server reads the first"},
    {"config.yaml.merge-key-late", warning, "<< behind a key overrides it, unlike in other programs"},
    {"config.yaml.tab", warning, "a line of YAML is indented with a tab"},
    {"config.zk.unresolved", warning, "a value comes from ZooKeeper, which is not asked"},
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
