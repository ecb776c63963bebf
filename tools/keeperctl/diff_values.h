#pragma once
#include "keeperfs/base/json_writer.h"
#include "keeperfs/compare/kept_node.h"

#include <string>

/// What a node has in a field: for people, and as `keeperctl snapshot dump` writes it.
std::string field_text(const keeperfs::compare::KeptNode& node, keeperfs::compare::Field field);
void add_field(keeperfs::JsonWriter& json, const keeperfs::compare::KeptNode& node,
               keeperfs::compare::Field field);
