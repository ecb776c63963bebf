#pragma once
#include "keeperfs/base/json_writer.h"
#include "keeperfs/config/configuration.h"

#include <string>
#include <string_view>

/// What stands for a secret.
inline constexpr const char* hidden = "(hidden)";

/// "etc/k.xml:3"
std::string place_text(const keeperfs::config::Origin& origin);
/// For people: quoted where it is empty or has blanks at its ends, hidden where it is secret.
std::string value_text(const keeperfs::config::Value& value, bool is_secret);
/// What is to be said behind the value: a substitution, encryption; may be empty.
std::string remark_text(const keeperfs::config::Value& value);
/// "key = value", where from, and a line for each value that it overrode.
std::string entry_text(const keeperfs::config::Entry& entry);

/// Members of the current object: value, hidden, file, line, overrode, ...
void add_members(keeperfs::JsonWriter& json, const keeperfs::config::Value& value, bool is_secret);
void add_entry(keeperfs::JsonWriter& json, const keeperfs::config::Entry& entry);
