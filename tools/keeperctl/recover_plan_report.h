#pragma once
#include "keeperfs/recover/start_up.h"

#include <string>

struct StartUpAnswer {
    keeperfs::recover::Survivors survivors;
    keeperfs::recover::StartUp plan;

    const keeperfs::recover::Survivor& survivor() const { return survivors.all[plan.survivor]; }
};

std::string to_text(const StartUpAnswer& answer, bool colored);
std::string to_json(const StartUpAnswer& answer);
