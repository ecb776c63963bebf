#pragma once
// Steps for people, as a numbered list or as JSON.
#include "text_report.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/recover/steps.h"

#include <vector>

void add_steps(TextReport& out, const std::vector<keeperfs::recover::Step>& steps);
/// The member steps.
void add_steps(keeperfs::JsonWriter& json, const std::vector<keeperfs::recover::Step>& steps);
