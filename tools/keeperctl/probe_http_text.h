#pragma once
#include "keeperfs/probe/ask_http.h"

#include <span>
#include <string>

/// What servers answered over HTTP, for people: a paragraph for each server.
std::string http_text(std::span<const keeperfs::net::Endpoint> servers,
                      std::span<const keeperfs::probe::HttpQuestion> questions,
                      std::span<const keeperfs::probe::HttpReply> replies, bool colored);
