#include "keeperfs/probe/wait_for.h"

#include "probe/looking.h"

#include "keeperfs/probe/survey.h"

namespace keeperfs::probe {

Waited wait_for(std::span<const net::Endpoint> servers, const Condition& condition, const AskOptions& ask,
                const Patience& patience) {
    Looking looking(patience, ask);
    ConditionCheck check(condition);
    for (;;) {
        std::vector<ServerView> ensemble = survey_all(servers, looking.ask());
        const ConditionCheck::Look look = check.look(ensemble);
        if (look.is_met || look.is_hopeless || !looking.goes_on(look.missing))
            return {look.is_met, look.is_hopeless, look.missing, looking.elapsed(), std::move(ensemble)};
    }
}

} // namespace keeperfs::probe
