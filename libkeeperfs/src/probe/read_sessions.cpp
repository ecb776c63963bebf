// wchs, wchc, wchp and dump: watches, sessions, ephemeral znodes.
#include "probe/answer_builder.h"
#include "probe/readers.h"

namespace keeperfs::probe {

namespace {

/// "0x1a", and ZooKeeper's "0x1a:".
std::optional<Id> session_in(std::string_view line) {
    if (line.ends_with(':'))
        line.remove_suffix(1);
    return line.starts_with("0x") ? to_id(line) : std::nullopt;
}

/// "Sessions dump (2):" -> 2.
std::optional<std::int64_t> count_in(std::string_view line, std::string_view heading) {
    const std::size_t close = line.find(')');
    if (!line.starts_with(heading) || close == std::string_view::npos || close < heading.size())
        return std::nullopt;
    return to_integer(line.substr(heading.size(), close - heading.size()));
}

/// Lines of a session, each followed by its paths, which a TAB indents.
bool add_path_of_session(std::vector<Record>& into, std::string_view line) {
    if (const auto session = session_in(line)) {
        into.push_back({{"session_id", *session}, {"paths", std::vector<std::string>()}});
        return true;
    }
    if (into.empty() || !line.starts_with('\t'))
        return false;
    std::get<std::vector<std::string>>(into.back().back().value).emplace_back(line.substr(1));
    return true;
}

bool has_count(const Answer& answer, std::string_view field, std::size_t listed) {
    const Value* const claimed = answer.find(field);
    return claimed != nullptr && *claimed == Value(static_cast<std::int64_t>(listed));
}

/// Sessions under any of their headings; the ephemerals follow, then ZooKeeper's connections.
class DumpReader {
public:
    explicit DumpReader(Answer& into) : fields_(into.fields) {}

    bool add(std::string_view line) {
        if (const auto sessions = count_in(line, "Sessions dump ("))
            return add_count("sessions", *sessions, Part::sessions);
        if (const auto owners = count_in(line, "Sessions with Ephemerals ("))
            return add_count("sessions_with_ephemerals", *owners, Part::ephemerals);
        if (line == "SessionTracker dump:" || line.starts_with("Session Sets ("))
            return begin(Part::sessions);
        if (line == "ephemeral nodes dump:")
            return begin(Part::ephemerals);
        if (line == "Connections dump:" || line.starts_with("Connections Sets ("))
            return begin(Part::connections);
        return add_entry(line);
    }
    void finish(Answer& into) {
        into.fields.push_back({"session_ids", std::move(sessions_)});
        into.lists.push_back({"ephemerals", std::move(ephemerals_)});
        if (!connections_.empty())
            into.lists.push_back({"connections", std::move(connections_)});
    }
    bool has_all(const Answer& answer) const {
        const bool has_sessions =
            answer.find("sessions") == nullptr || has_count(answer, "sessions", sessions_.size());
        return has_sessions && has_count(answer, "sessions_with_ephemerals", ephemerals_.size());
    }

private:
    enum class Part : std::uint8_t { none, sessions, ephemerals, connections };
    FieldSet fields_;
    Part part_ = Part::none;
    std::vector<Id> sessions_;
    std::vector<Record> ephemerals_, connections_;

    bool begin(Part part) {
        part_ = part;
        return true;
    }
    bool add_count(std::string_view name, std::int64_t count, Part part) {
        fields_.add(name, count);
        return begin(part);
    }
    bool add_entry(std::string_view line) {
        // "3 expire at Sat Nov 28 14:02:20 UTC 2026:" above sessions and connections of ZooKeeper.
        if (line.empty() || line.find(" expire at ") != std::string_view::npos)
            return part_ != Part::none;
        if (part_ == Part::ephemerals)
            return add_path_of_session(ephemerals_, line);
        const std::string_view entry = line.substr(line.starts_with('\t') ? 1 : 0);
        if (part_ == Part::connections)
            connections_.push_back({{"connection", std::string(entry)}});
        const auto session = session_in(entry);
        if (part_ == Part::sessions && session)
            sessions_.push_back(*session);
        return part_ == Part::connections || (part_ == Part::sessions && session);
    }
};

} // namespace

Reading read_wchs(std::string_view text, Answer& into) {
    Lines lines(text);
    std::string_view line;
    const auto first = lines.next(line) ? split_at(line, " connections watching ") : std::nullopt;
    const auto connections = first ? to_integer(first->name) : std::nullopt;
    const auto second = first ? split_at(first->value, " paths") : std::nullopt;
    const auto paths = second ? to_integer(second->name) : std::nullopt;
    if (!connections || !paths)
        return Reading::not_understood;
    into.fields = {{"connections", *connections}, {"paths", *paths}};
    const auto last = lines.next(line) ? split_at(line, "Total watches:") : std::nullopt;
    if (!last)
        return Reading::cut_short;
    const auto watches = to_integer(last->value);
    if (!watches)
        return Reading::not_understood;
    into.fields.push_back({"watches", *watches});
    return Reading::whole;
}

Reading read_wchc(std::string_view text, Answer& into) {
    std::vector<Record>& sessions = into.lists.emplace_back(List{"sessions", {}}).records;
    Lines lines(text);
    for (std::string_view line; lines.next(line);)
        if (!line.empty() && !add_path_of_session(sessions, line))
            return Reading::not_understood;
    return Reading::whole;
}

Reading read_wchp(std::string_view text, Answer& into) {
    std::vector<Record>& paths = into.lists.emplace_back(List{"paths", {}}).records;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        if (line.empty())
            continue;
        if (line.starts_with('/')) {
            paths.push_back({{"path", std::string(line)}, {"session_ids", std::vector<Id>()}});
            continue;
        }
        const auto session = line.starts_with('\t') ? session_in(line.substr(1)) : std::nullopt;
        if (!session || paths.empty())
            return Reading::not_understood;
        std::get<std::vector<Id>>(paths.back().back().value).push_back(*session);
    }
    return Reading::whole;
}

Reading read_dump(std::string_view text, Answer& into) {
    DumpReader reader(into);
    Lines lines(text);
    for (std::string_view line; lines.next(line);)
        if (!reader.add(line))
            return Reading::not_understood;
    const bool is_whole = reader.has_all(into);
    reader.finish(into);
    return is_whole ? Reading::whole : Reading::cut_short;
}

} // namespace keeperfs::probe
