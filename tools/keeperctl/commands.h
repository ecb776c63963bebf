#pragma once
// Every command, each in a file of its own name.
#include "command.h"

void add_fsck(CLI::App& group, Chosen& chosen);
void add_snapshot_info(CLI::App& group, Chosen& chosen);
