#include "probe/answer_builder.h"
#include "probe/readers.h"

#include "keeperfs/probe/four_letter_words.h"

namespace keeperfs::probe {

const Value* Answer::find(std::string_view name) const {
    const auto found = std::ranges::find(fields, name, &Field::name);
    return found == fields.end() ? nullptr : &found->value;
}

namespace {

/// Answers of lines, each of which ends in a line feed.
struct LinesOf {
    std::string_view word;
    Reading (*read)(std::string_view lines, Answer& into);
    std::vector<std::string_view> beginnings; ///< of the first line, for one that is cut
};
const LinesOf* lines_of(std::string_view word) {
    static const std::vector<LinesOf> forms{
        {"mntr", read_mntr, {"zk_version\t"}},
        {"conf", read_conf, {"server_id=", "clientPort="}},
        {"envi", read_envi, {"Environment:"}},
        {"dirs", read_dirs, {"snapshot_dir_size: ", "datadir_size: "}},
        {"lgif", read_lgif, {"first_log_idx\t"}},
        {"ftfl", read_ftfl, {"filtered_list\t"}},
        {"pfev", read_pfev, {"Keeper", "FileOpen\t"}},
        {"hash", read_hash, {}},
        {"srvr", read_srvr, {"ClickHouse Keeper version: ", "Zookeeper version: "}},
        {"stat", read_stat, {"ClickHouse Keeper version: ", "Zookeeper version: "}},
        {"cons", read_cons, {" "}},
        {"wchs", read_wchs, {}},
        {"wchc", read_wchc, {"0x"}},
        {"wchp", read_wchp, {"/"}},
        {"dump", read_dump, {"Sessions dump (", "SessionTracker dump:"}},
    };
    const auto found = std::ranges::find(forms, word, &LinesOf::word);
    return found == forms.end() ? nullptr : &*found;
}

/// What a word answers in one piece, and the field that this becomes.
struct Sentence {
    std::string_view word, text, field;
    Value value;
    Reading reading = Reading::whole;
};
const std::vector<Sentence>& sentences() {
    const auto word = [](std::string_view name, std::string_view text) {
        return Sentence{name, text, "status", std::string(text.substr(0, text.find_last_not_of(".\n") + 1))};
    };
    static const std::vector<Sentence> all{
        word("ruok", "imok"),
        {"isro", "rw", "read_only", false},
        {"isro", "ro", "read_only", true},
        word("rcvr", "ok"),
        word("rclc", "ok"),
        word("clrs", "ok"),
        word("jmep", "ok"),
        word("jmdp", "ok"),
        word("srst", "Server stats reset.\n"),
        word("crst", "Connection stats reset.\n"),
        word("ydld", "Sent yield leadership request to leader."),
        word("rqld", "Sent leadership request to leader."),
        {"rqld", "Failed to send leadership request to leader.", "status",
         std::string("Failed to send leadership request to leader"), Reading::failure},
        {"csnp", "Failed to schedule snapshot creation task.", "status",
         std::string("Failed to schedule snapshot creation task"), Reading::failure},
        {"lgrq", "enabled", "request_logging", true},
        {"lgrq", "disabled", "request_logging", false},
    };
    return all;
}

/// The field for a word that answers a number only; empty for others.
std::string_view number_field(std::string_view word) {
    return word == "apiv"   ? "api_version"
           : word == "csnp" ? "snapshot_index"
           : word == "gtmk" ? "trace_mask"
                            : "";
}

/// The one line that has no end: behind ZooKeeper's members stands their version, in hexadecimal
/// (QuorumMaj.toString()).
bool is_version_of_members(const LinesOf& form, std::string_view line) {
    constexpr std::string_view name = "version=";
    return form.word == "conf" && line.size() > name.size() && line.starts_with(name) &&
           line.find_first_not_of("0123456789abcdef", name.size()) == std::string_view::npos;
}

Reading read_lines(const LinesOf& form, std::string_view text, Answer& into) {
    const std::size_t end = text.rfind('\n');
    if (end == std::string_view::npos) {
        const bool begins_well = std::ranges::any_of(form.beginnings, [&](std::string_view beginning) {
            return text.starts_with(beginning) || beginning.starts_with(text);
        });
        return begins_well ? Reading::cut_short : Reading::not_understood;
    }
    if (is_version_of_members(form, text.substr(end + 1)))
        return form.read(std::string(text) + '\n', into);
    const Reading reading = form.read(text.substr(0, end + 1), into);
    return reading == Reading::whole && end + 1 != text.size() ? Reading::cut_short : reading;
}

Reading read_sentence(std::string_view word, std::string_view text, Answer& into) {
    Reading reading = Reading::not_understood;
    for (const Sentence& sentence : sentences()) {
        if (sentence.word != word)
            continue;
        if (sentence.text == text) {
            into.fields.push_back({std::string(sentence.field), sentence.value});
            return sentence.reading;
        }
        if (sentence.text.starts_with(text))
            reading = Reading::cut_short;
    }
    return reading;
}

} // namespace

Reading read_answer(std::string_view word, std::string_view text, Answer& into) {
    into = {};
    if (const LinesOf* form = lines_of(word))
        return read_lines(*form, text, into);
    const std::string_view line = text.substr(0, text.find_last_not_of('\n') + 1);
    if (const std::string_view field = number_field(word); !field.empty())
        if (const auto number = to_integer(line); number && *number >= 0) {
            into.fields.push_back({std::string(field), *number});
            return Reading::whole;
        }
    const bool is_free_text = word == "jmst" || word == "jmfp" || find_word(word) == nullptr;
    if (!is_free_text)
        return read_sentence(word, text, into);
    into.fields.push_back({word == "jmfp" ? "file" : "text", std::string(word == "jmfp" ? line : text)});
    return text.empty() ? Reading::not_understood : Reading::whole;
}

} // namespace keeperfs::probe
