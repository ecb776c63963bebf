#pragma once
#include "keeperfs/probe/ask.h"

#include <span>
#include <string>

/// Answers to one word for people: a column for each server, below that the lists of each. Servers without an
/// answer are left out.
std::string to_table(std::span<const keeperfs::net::Endpoint> servers,
                     std::span<const keeperfs::probe::Reply> replies, bool colored);
