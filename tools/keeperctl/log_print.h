#pragma once
#include "keeperfs/inspect/log_entry.h"

#include <optional>
#include <string>
#include <string_view>

enum class LogFormat : std::uint8_t { text, jsonl, csv };
LogFormat log_format(std::string_view name);

/// Lines for a record or an operation, gathered and printed in large pieces.
class LogPrinter {
public:
    explicit LogPrinter(LogFormat format);
    void print(const keeperfs::inspect::LogEntry& entry, const keeperfs::keeper::RequestOperation& operation,
               std::optional<std::size_t> place_in_multi);
    /// A configuration, or what could not be understood.
    void print(const keeperfs::inspect::LogEntry& entry);
    void flush();

private:
    LogFormat format_;
    std::string out_;

    void end_line();
};

/// "Set /a/b, 12 bytes, if version 3".
std::string operation_text(const keeperfs::keeper::RequestOperation& operation);
