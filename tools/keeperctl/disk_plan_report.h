#pragma once
// A plan of moves for people and programs.
#include "keeperfs/base/json_writer.h"
#include "keeperfs/migrate/layout.h"
#include "keeperfs/migrate/plan.h"

#include <string>

std::string to_text(const keeperfs::migrate::Layout& layout, const keeperfs::migrate::Plan& plan,
                    bool colored);
/// The members places, moves, stays, findings, bytes, is_safe, and the lines of the configuration.
void add_members(keeperfs::JsonWriter& json, const keeperfs::migrate::Layout& layout,
                 const keeperfs::migrate::Plan& plan);
/// The array places.
void add_places(keeperfs::JsonWriter& json, const keeperfs::migrate::Layout& layout);
