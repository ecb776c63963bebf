#include "commands.h"
#include "log_input.h"
#include "text_report.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/inspect/log_summary.h"

using namespace keeperfs;
using console::Style;
using inspect::LogSummary;
using keeper::ChangelogEnd;

namespace {

constexpr CommandText text{"info", "What is in changelogs: range, records, terms, frames, how they end",
                           R"(  keeperctl log info /var/lib/clickhouse/coordination/log
  keeperctl log info changelog_1_100000.bin.zstd --format json)"};

using Options = LogQuestion;

struct FileAnswer {
    LogFile file;
    LogSummary summary;
    ChangelogEnd end = ChangelogEnd::clean;
    std::optional<Error> damage;
    std::uint64_t good_bytes = 0, tail_bytes = 0, frames = 0;
    bool open_frame = false;
    std::vector<std::uint64_t> stray_blocks;
};

std::string end_text(const FileAnswer& answer, const TextReport& out) {
    if (answer.damage)
        return out.styled(escaped(answer.damage->finding()), Style::red);
    switch (answer.end) {
    case ChangelogEnd::empty:
        return "empty: normal directly after a rotation";
    case ChangelogEnd::zero_tail:
        return fmt::format("{} of zeros behind the last record: unused space", size_text(answer.tail_bytes));
    default:
        return "clean";
    }
}

template <class T> std::string range_text(const inspect::Range<T>& range) {
    return range.least == range.most ? fmt::format("{}", range.least)
                                     : fmt::format("{} to {}", range.least, range.most);
}

void add_file(TextReport& out, const FileAnswer& answer) {
    const LogSummary& summary = answer.summary;
    out.heading(escaped(answer.file.path));
    const bool is_zstd = answer.file.codec == keeper::ChangelogCodec::zstd;
    out.line("size", "{} ({} of records, {})", size_text(answer.file.bytes), size_text(answer.good_bytes),
             is_zstd ? "zstd" : "plain");
    if (is_zstd)
        out.line("frames", "{}{}", answer.frames, answer.open_frame ? ", the last one is open (normal)" : "");
    out.line("records", "{} ({})", grouped(summary.records),
             counted(summary.configurations, "configuration", "configurations"));
    if (summary.indices)
        out.line("indices", "{}", range_text(*summary.indices));
    if (summary.terms)
        out.line("terms", "{}", range_text(*summary.terms));
    if (summary.zxids)
        out.line("zxids", "{} to {}", hex(summary.zxids->least), hex(summary.zxids->most));
    if (summary.times)
        out.line("times", "{} to {}", time_text(summary.times->least), time_text(summary.times->most));
    if (summary.overwritten > 0)
        out.line("overwritten", "{}", counted(summary.overwritten, "record", "records"));
    if (summary.missing > 0)
        out.line("missing", "{}",
                 out.styled(counted(summary.missing, "index", "indices") + " inside the file", Style::red));
    if (summary.not_understood > 0)
        out.line("not understood", "{}",
                 out.styled(counted(summary.not_understood, "record", "records"), Style::red));
    for (const std::uint64_t offset : answer.stray_blocks)
        out.line("stray block", "{}",
                 out.styled(fmt::format("at byte {} of the file: a server would delete this file", offset),
                            Style::yellow));
    out.line("end", "{}", end_text(answer, out));
}

void add_file(JsonWriter& json, const FileAnswer& answer) {
    const LogSummary& summary = answer.summary;
    json.begin_object()
        .member("file", answer.file.path)
        .member("file_bytes", answer.file.bytes)
        .member("codec", answer.file.codec == keeper::ChangelogCodec::zstd ? "zstd" : "plain")
        .member("record_bytes", answer.good_bytes)
        .member("records", summary.records)
        .member("configurations", summary.configurations)
        .member("overwritten", summary.overwritten)
        .member("missing", summary.missing)
        .member("not_understood", summary.not_understood);
    if (summary.indices)
        json.member("first_index", summary.indices->least).member("last_index", summary.indices->most);
    if (summary.terms)
        json.member("first_term", summary.terms->least).member("last_term", summary.terms->most);
    if (summary.zxids)
        json.member("first_zxid", hex(summary.zxids->least)).member("last_zxid", hex(summary.zxids->most));
    if (summary.times)
        json.member("first_time", time_text(summary.times->least))
            .member("last_time", time_text(summary.times->most));
    json.member("frames", answer.frames).member("open_frame", answer.open_frame).key("stray_blocks");
    json.begin_array();
    for (const std::uint64_t offset : answer.stray_blocks)
        json.unsigned_integer(offset);
    json.end_array().member("end", name_of(answer.end)).member("tail_bytes", answer.tail_bytes);
    if (answer.damage)
        json.member("damage", answer.damage->finding());
    json.end_object();
}

int run(const Options& options) {
    std::vector<FileAnswer> answers;
    read_logs(
        options.logs.files(), options.console.shows_progress(),
        [&](const LogFile& file) { answers.emplace_back().file = file; },
        [&](const inspect::LogEntry& entry) {
            answers.back().summary.add(entry);
            return true;
        },
        [&](const LogFile&, const keeper::ChangelogReader& reader) {
            FileAnswer& answer = answers.back();
            answer.end = reader.end();
            answer.damage = reader.damage();
            answer.good_bytes = reader.good_bytes();
            answer.tail_bytes = reader.tail_bytes();
            answer.frames = reader.frames();
            answer.open_frame = reader.has_open_frame();
            answer.stray_blocks = reader.stray_block_offsets();
        });
    if (options.console.format == "json") {
        JsonWriter json;
        json.begin_object().member("format_version", 1).key("logs").begin_array();
        for (const FileAnswer& answer : answers)
            add_file(json, answer);
        json.end_array().end_object();
        console::print(std::string(json.view()) + "\n");
    } else if (!options.console.quiet) {
        TextReport out(options.console.colored());
        for (const FileAnswer& answer : answers)
            add_file(out, answer);
        console::print(out.text());
    }
    const bool is_damaged =
        std::ranges::any_of(answers, [](const FileAnswer& answer) { return answer.damage.has_value(); });
    return is_damaged ? 3 : 0;
}

} // namespace

void add_log_info(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
