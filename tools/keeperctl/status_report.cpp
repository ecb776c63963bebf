#include "status_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/probe/lag.h"

#include <algorithm>
#include <cmath>

using namespace keeperfs;
using namespace keeperfs::probe;
using console::Style;

namespace {

std::string with_blanks(std::string name) {
    std::ranges::replace(name, '_', ' ');
    return name;
}

/// What cannot be told is left blank.
std::string count_text(Figure figure) { return figure ? grouped(*figure) : ""; }

std::string role_text(const ServerView& view) {
    switch (view.presence) {
    case Presence::serves:
        return view.role ? name_of(*view.role) : "serves";
    case Presence::not_serving:
        return view.role == Role::read_only ? name_of(*view.role) : "not serving";
    case Presence::unknown:
        return "not told";
    case Presence::absent:
        break;
    }
    return with_blanks(name_of(view.outcome));
}

std::string latency_text(const ServerView& view) {
    if (!view.min_latency || !view.avg_latency || !view.max_latency)
        return "";
    constexpr double steps = 10; // nobody reads more than one place
    return fmt::format("{}/{}/{}", *view.min_latency, std::round(*view.avg_latency * steps) / steps,
                       *view.max_latency);
}

std::string files_text(const Figures& figures) {
    if (!figures.open_files || !figures.most_open_files)
        return count_text(figures.open_files);
    return fmt::format("{} of {}", grouped(*figures.open_files), grouped(*figures.most_open_files));
}

std::string what_they_are(std::span<const ServerView> ensemble, std::optional<std::size_t> leader) {
    std::vector<TableRow> rows;
    for (const ServerView& view : ensemble) {
        const bool has_lag = leader && !view.leads();
        rows.push_back({net::text_of(view.server), role_text(view), escaped(view.version),
                        view.zxid ? hex(*view.zxid) : "", count_text(view.figures.last_log_index),
                        has_lag ? count_text(lag_behind(ensemble[*leader], view)) : "",
                        count_text(view.figures.snapshot_index)});
    }
    return table({"server", "role", "version", "zxid", "last log", "lag", "snapshot"}, rows, "lllrrrr");
}

std::string what_they_do(std::span<const ServerView> ensemble) {
    std::vector<TableRow> rows;
    for (const ServerView& view : ensemble) {
        const Figures& figures = view.figures;
        if (view.serves())
            rows.push_back({net::text_of(view.server), latency_text(view), count_text(figures.connections),
                            count_text(figures.outstanding), count_text(figures.znodes),
                            count_text(figures.ephemerals), count_text(figures.watches),
                            figures.data_size ? size_text(*figures.data_size) : "", files_text(figures)});
    }
    if (rows.empty())
        return "";
    return "\n" + table({"server", "latency ms", "clients", "queued", "znodes", "ephemeral", "watches",
                         "data", "open files"},
                        rows, "lrrrrrrrr");
}

Style style_of(Health health) {
    return health == Health::healthy ? Style::green : health == Health::degraded ? Style::yellow : Style::red;
}

std::string text_of(const EnsembleFinding& finding) {
    std::string text = finding.code + ": ";
    if (!finding.host.empty())
        text += finding.host + ": ";
    text += finding.message + ".";
    return finding.hint.empty() ? text : text + " " + finding.hint;
}

} // namespace

void add_status(TextReport& out, std::span<const ServerView> ensemble, const EnsembleVerdict& verdict) {
    out.paragraph(fmt::format("{}: {}.",
                              out.styled(with_blanks(name_of(verdict.health)), style_of(verdict.health)),
                              verdict.summary));
    out.paragraph("");
    out.text_block(what_they_are(ensemble, verdict.leader) + what_they_do(ensemble));
    if (verdict.findings.empty())
        return;
    out.paragraph("");
    for (const EnsembleFinding& finding : verdict.findings)
        out.row(out.styled(name_of(finding.severity), style_of(finding.severity)), "{}", text_of(finding));
}
