#pragma once
// One reader for each form of answer. They get the whole lines of an answer.
#include "keeperfs/probe/answer.h"

namespace keeperfs::probe {

Reading read_mntr(std::string_view lines, Answer& into);
Reading read_conf(std::string_view lines, Answer& into);
Reading read_envi(std::string_view lines, Answer& into);
Reading read_dirs(std::string_view lines, Answer& into);
Reading read_lgif(std::string_view lines, Answer& into);
Reading read_ftfl(std::string_view lines, Answer& into);
Reading read_pfev(std::string_view lines, Answer& into);
Reading read_hash(std::string_view lines, Answer& into);

Reading read_srvr(std::string_view lines, Answer& into);
Reading read_stat(std::string_view lines, Answer& into);
Reading read_cons(std::string_view lines, Answer& into);

Reading read_wchs(std::string_view lines, Answer& into);
Reading read_wchc(std::string_view lines, Answer& into);
Reading read_wchp(std::string_view lines, Answer& into);
Reading read_dump(std::string_view lines, Answer& into);

} // namespace keeperfs::probe
