// Answers that are a name and a value on each line.
#include "probe/answer_builder.h"
#include "probe/readers.h"

namespace keeperfs::probe {

namespace {

bool has(const Answer& answer, std::initializer_list<std::string_view> names) {
    return std::ranges::all_of(names, [&](std::string_view name) { return answer.find(name) != nullptr; });
}

/// value(name, text) -> Value. False for a line without the separator, or without a name.
template <class F> bool add_fields(Lines lines, std::string_view separator, Answer& into, const F& value) {
    FieldSet fields(into.fields);
    for (std::string_view line; lines.next(line);) {
        const auto pair = split_at(line, separator);
        if (!pair || pair->name.empty())
            return false;
        fields.add(pair->name, value(*pair));
    }
    return true;
}
Value plain_value(const NameAndValue& pair) { return number_or_text(pair.value); }
Value flag_or_plain_value(const NameAndValue& pair) {
    if (pair.value == "true" || pair.value == "false")
        return pair.value == "true";
    return number_or_text(pair.value);
}

} // namespace

Reading read_mntr(std::string_view lines, Answer& into) {
    if (!lines.starts_with("zk_") || !add_fields(Lines(lines), "\t", into, plain_value))
        return Reading::not_understood;
    // Every release of both servers has this one, behind most of the others.
    return has(into, {"zk_approximate_data_size"}) ? Reading::whole : Reading::cut_short;
}

Reading read_conf(std::string_view lines, Answer& into) {
    FieldSet fields(into.fields);
    Lines each(lines);
    for (std::string_view line; each.next(line);) {
        // ZooKeeper puts a heading before the members, and their configuration as it stands in its file.
        if (line.empty() || line.starts_with("membership:"))
            continue;
        const auto pair = split_at(line, "=");
        if (!pair || pair->name.empty())
            return Reading::not_understood;
        fields.add(pair->name, flag_or_plain_value(*pair));
    }
    return into.fields.empty() ? Reading::not_understood : Reading::whole;
}

Reading read_envi(std::string_view lines, Answer& into) {
    constexpr std::string_view heading = "Environment:\n";
    if (!lines.starts_with(heading))
        return Reading::not_understood;
    const auto text_of = [](const NameAndValue& pair) {
        return pair.name == "cpu.count" ? number_or_text(pair.value) : Value(std::string(pair.value));
    };
    if (!add_fields(Lines(lines.substr(heading.size())), "=", into, text_of))
        return Reading::not_understood;
    return into.fields.empty() ? Reading::cut_short : Reading::whole;
}

Reading read_dirs(std::string_view lines, Answer& into) {
    if (!add_fields(Lines(lines), ": ", into, plain_value) || into.fields.empty())
        return Reading::not_understood;
    const bool is_whole =
        has(into, {"snapshot_dir_size", "log_dir_size"}) || has(into, {"datadir_size", "logdir_size"});
    return is_whole ? Reading::whole : Reading::cut_short;
}

Reading read_lgif(std::string_view lines, Answer& into) {
    if (!add_fields(Lines(lines), "\t", into, plain_value) || !has(into, {"first_log_idx"}))
        return Reading::not_understood;
    // A defect of LogInfoCommand::run() in most releases: the index stands where the term should.
    if (const Value* term = into.find("first_log_term");
        term != nullptr && *term == *into.find("first_log_idx"))
        std::erase_if(into.fields, [](const Field& field) { return field.name == "first_log_term"; });
    return has(into, {"last_log_idx", "last_snapshot_idx"}) ? Reading::whole : Reading::cut_short;
}

Reading read_ftfl(std::string_view lines, Answer& into) {
    const auto flag = [](const NameAndValue& pair) { return Value(pair.value == "1"); };
    return add_fields(Lines(lines), "\t", into, flag) && !into.fields.empty() ? Reading::whole
                                                                              : Reading::not_understood;
}

Reading read_pfev(std::string_view lines, Answer& into) {
    std::vector<Record>& events = into.lists.emplace_back(List{"events", {}}).records;
    Lines each(lines);
    for (std::string_view line; each.next(line);) {
        const auto name = split_at(line, "\t");
        const auto value = name ? split_at(name->value, "\t") : std::nullopt;
        if (!value)
            return Reading::not_understood;
        events.push_back({{"name", std::string(name->name)},
                          {"value", number_or_text(value->name)},
                          {"description", std::string(value->value)}});
    }
    return events.empty() ? Reading::not_understood : Reading::whole;
}

Reading read_hash(std::string_view lines, Answer& into) {
    std::vector<Record>& digests = into.lists.emplace_back(List{"digests", {}}).records;
    Lines each(lines);
    for (std::string_view line; each.next(line);) {
        if (line.empty())
            continue;
        const auto pair = split_at(line, ": ");
        const auto zxid = pair ? to_id("0x" + std::string(pair->name)) : std::nullopt;
        const auto digest = pair ? to_id(pair->value) : std::nullopt;
        if (!zxid || !digest)
            return Reading::not_understood;
        digests.push_back({{"zxid", *zxid}, {"digest", *digest}});
    }
    return Reading::whole;
}

} // namespace keeperfs::probe
