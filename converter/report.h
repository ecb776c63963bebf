#pragma once
#include "keeperfs/convert/zookeeper_to_keeper.h"

#include <string>

struct ReportStyle {
    bool colored = false;
    bool verbose = false;
};

/// The report for people.
std::string to_text(const keeperfs::convert::ZooKeeperToKeeperReport& report, ReportStyle style);
