// srvr, stat and cons: the server, and who is connected.
#include "probe/answer_builder.h"
#include "probe/readers.h"

#include "keeperfs/probe/four_letter_words.h"

namespace keeperfs::probe {

namespace {

struct ShortName {
    std::string_view given, name;
    enum class Kind : std::uint8_t { number, id, time, text } kind;
};
using enum ShortName::Kind;
// KeeperTCPHandler::dumpStats and ZooKeeper's ServerCnxn::dumpConnectionInfo.
constexpr std::array short_names{
    ShortName{"queued", "queued", number},
    ShortName{"recved", "received", number},
    ShortName{"sent", "sent", number},
    ShortName{"sid", "session_id", id},
    ShortName{"lop", "last_operation", text},
    ShortName{"est", "established", time},
    ShortName{"to", "timeout_ms", number},
    ShortName{"lcxid", "last_cxid", id},
    ShortName{"lzxid", "last_zxid", id},
    ShortName{"lresp", "last_response", time},
    ShortName{"llat", "last_latency_ms", number},
    ShortName{"minlat", "min_latency_ms", number},
    ShortName{"avglat", "avg_latency_ms", number},
    ShortName{"maxlat", "max_latency_ms", number},
};

Value typed(ShortName::Kind kind, std::string_view given) {
    if (kind == id)
        if (const auto value = to_id(given))
            return *value;
    if (kind == time)
        if (const auto value = to_integer(given))
            return Time{*value};
    return kind == number ? number_or_text(given) : Value(std::string(given));
}

constexpr std::int64_t surely_a_date_ms = 100'000'000'000; // in 1973

void add_detail(FieldSet& fields, const NameAndValue& pair) {
    const auto known = std::ranges::find(short_names, pair.name, &ShortName::given);
    if (known == short_names.end())
        return fields.add(pair.name, number_or_text(pair.value));
    if (known->kind == time)
        if (const auto ms = to_integer(pair.value); ms && *ms < surely_a_date_ms) {
            // Zero: no answer yet. ZooKeeper's lresp is of a clock that began with the machine.
            if (*ms != 0)
                fields.add(std::string(known->name) + "_elapsed_ms", *ms);
            return;
        }
    fields.add(known->name, typed(known->kind, pair.value));
}

/// " /127.0.0.1:51234[1](queued=0,recved=1)"; Keeper has neither slash nor brackets.
bool add_address(FieldSet& fields, std::string_view address) {
    if (address.starts_with('/'))
        address.remove_prefix(1);
    if (address.empty())
        return false;
    const std::size_t open = address.rfind('[');
    const bool has_interest = address.ends_with(']') && open != std::string_view::npos && open > 0;
    fields.add("address", std::string(address.substr(0, has_interest ? open : address.size())));
    if (has_interest)
        fields.add("interest_ops", std::string(address.substr(open + 1, address.size() - open - 2)));
    return true;
}

bool add_connection(std::vector<Record>& into, std::string_view line) {
    const std::size_t open = line.find('(');
    if (!line.starts_with(' ') || open == std::string_view::npos || !line.ends_with(')'))
        return false;
    FieldSet fields(into.emplace_back());
    if (!add_address(fields, line.substr(1, open - 1)))
        return false;
    std::string_view details = line.substr(open + 1, line.size() - open - 2);
    while (!details.empty()) {
        const std::string_view detail = details.substr(0, details.find(','));
        details.remove_prefix(std::min(detail.size() + 1, details.size()));
        const auto pair = split_at(detail, "=");
        if (!pair)
            return false;
        add_detail(fields, *pair);
    }
    return true;
}

bool add_slashed(FieldSet& fields, std::string_view text, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        const std::string_view part = text.substr(0, text.find('/'));
        if (part.empty())
            return false;
        fields.add(name, number_or_text(part));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
    }
    return text.empty();
}

/// "Node count" -> "node_count".
std::string snake_case(std::string_view words) {
    std::string name;
    for (const char c : words)
        name += c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return name;
}

bool add_version(FieldSet& fields, std::string_view line) {
    for (const auto& [heading, kind] : {std::pair{"ClickHouse Keeper version", ServerKind::keeper},
                                        std::pair{"Zookeeper version", ServerKind::zookeeper}})
        if (const auto pair = split_at(line, ": "); pair && pair->name == heading) {
            fields.add("server", std::string(name_of(kind)));
            fields.add("version", std::string(pair->value));
            return true;
        }
    return false;
}

bool add_figure(FieldSet& fields, std::string_view line) {
    const auto pair = split_at(line, ": ");
    if (!pair || pair->name.empty())
        return false;
    // 22.x has a blank before the colon of "Sent :".
    const std::string_view name = pair->name.substr(0, pair->name.find_last_not_of(' ') + 1);
    if (name == "Latency min/avg/max")
        return add_slashed(fields, pair->value, {"min_latency_ms", "avg_latency_ms", "max_latency_ms"});
    if (name == "Proposal sizes last/min/max")
        return add_slashed(fields, pair->value,
                           {"last_proposal_size", "min_proposal_size", "max_proposal_size"});
    if (name == "Zxid") {
        const auto zxid = to_id(pair->value);
        if (zxid)
            fields.add("zxid", *zxid);
        return zxid.has_value();
    }
    fields.add(snake_case(name), number_or_text(pair->value));
    return true;
}

Reading read_server(std::string_view text, Answer& into, bool with_connections) {
    FieldSet fields(into.fields);
    Lines lines(text);
    std::string_view line;
    if (!lines.next(line) || !add_version(fields, line))
        return Reading::not_understood;
    std::vector<Record>* connections = nullptr;
    while (lines.next(line)) {
        if (line.starts_with("READ-ONLY mode")) {
            fields.add("read_only", true);
        } else if (line == "Clients:" && with_connections && connections == nullptr) {
            connections = &into.lists.emplace_back(List{"clients", {}}).records;
        } else if (line.starts_with(' ') && connections != nullptr) {
            if (!add_connection(*connections, line))
                return Reading::not_understood;
        } else if (!line.empty() && !add_figure(fields, line)) {
            return Reading::not_understood;
        }
    }
    const bool is_whole = into.find("mode") != nullptr && into.find("node_count") != nullptr;
    return is_whole ? Reading::whole : Reading::cut_short;
}

} // namespace

Reading read_srvr(std::string_view lines, Answer& into) { return read_server(lines, into, false); }
Reading read_stat(std::string_view lines, Answer& into) { return read_server(lines, into, true); }

Reading read_cons(std::string_view text, Answer& into) {
    std::vector<Record>& connections = into.lists.emplace_back(List{"connections", {}}).records;
    Lines lines(text);
    for (std::string_view line; lines.next(line);)
        if (!line.empty() && !add_connection(connections, line))
            return Reading::not_understood;
    return connections.empty() ? Reading::not_understood : Reading::whole;
}

} // namespace keeperfs::probe
