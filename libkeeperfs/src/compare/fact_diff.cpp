#include "compare/fact_diff.h"

namespace keeperfs::compare {

namespace {

using Number = std::optional<std::int64_t>;

void compare_number(std::string_view name, const Number& a, const Number& b, DiffReport& report) {
    if (a && b && *a != *b)
        report.facts.push_back({name, *a, *b});
}

bool same(const tree::Session& a, const tree::Session& b, bool with_authentications) {
    return a.timeout_ms == b.timeout_ms && (!with_authentications || a.authentications == b.authentications);
}

/// Both lists are sorted by id, in which no id comes twice.
void compare_sessions(const TreeFacts& a, const TreeFacts& b, const PresetRules& rules, DiffReport& report) {
    const bool with_authentications = a.has_authentications && b.has_authentications;
    auto in_a = a.sessions->begin(), in_b = b.sessions->begin();
    while (in_a != a.sessions->end() || in_b != b.sessions->end()) {
        const bool takes_a =
            in_b == b.sessions->end() || (in_a != a.sessions->end() && in_a->id <= in_b->id);
        const bool takes_b =
            in_a == a.sessions->end() || (in_b != b.sessions->end() && in_b->id <= in_a->id);
        SessionDifference difference;
        if (takes_a)
            difference.a = *in_a++;
        if (takes_b)
            difference.b = *in_b++;
        if (takes_a && takes_b && same(*difference.a, *difference.b, with_authentications))
            continue;
        difference.kind = !takes_b   ? DifferenceKind::only_a
                          : !takes_a ? DifferenceKind::only_b
                                     : DifferenceKind::changed;
        if (!rules.allows_sessions(difference.a, difference.b))
            report.sessions.push_back(std::move(difference));
    }
}

} // namespace

void compare_facts(const Side& a, const Side& b, const DiffOptions& options, const PresetRules& rules,
                   DiffReport& report) {
    const TreeFacts& of_a = a.facts();
    const TreeFacts& of_b = b.facts();
    if (!options.ignores_zxid) {
        report.compared_zxid = of_a.zxid && of_b.zxid;
        compare_number("zxid", of_a.zxid, of_b.zxid, report);
    }
    if (!options.ignores_session_id_counter)
        compare_number("session_id_counter", of_a.session_id_counter, of_b.session_id_counter, report);
    if (!options.ignores_sessions && of_a.sessions && of_b.sessions) {
        report.compared_sessions = true;
        compare_sessions(of_a, of_b, rules, report);
    }
}

} // namespace keeperfs::compare
