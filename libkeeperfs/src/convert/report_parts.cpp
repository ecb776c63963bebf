#include "convert/report_parts.h"

#include <sys/resource.h>

namespace keeperfs::convert {

void add_changes(JsonWriter& json, std::string_view name, const std::vector<Change>& changes) {
    json.key(name).begin_array();
    for (const Change& change : changes) {
        json.begin_object()
            .member("code", change.code)
            .member("count", change.count)
            .member("message", change.message);
        add_texts(json, "examples", change.examples);
        json.end_object();
    }
    json.end_array();
}

void add_findings(JsonWriter& json, const std::vector<Finding>& findings) {
    json.key("findings").begin_array();
    for (const Finding& finding : findings) {
        json.begin_object();
        add_members(json, finding);
        json.end_object();
    }
    json.end_array();
}

void add_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
    json.key(name).begin_array();
    for (const std::string& text : texts)
        json.text(text);
    json.end_array();
}

std::uint64_t peak_memory() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

} // namespace keeperfs::convert
