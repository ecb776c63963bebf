// Input: what an endpoint for Prometheus says.
#include "fuzz/fuzz_target.h"

#include "keeperfs/base/text.h"
#include "keeperfs/probe/ask_http.h"

#include <algorithm>

namespace keeperfs::fuzz {

namespace {

bool is_name(std::string_view name) {
    const auto may_stand = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == ':';
    };
    return !name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::ranges::all_of(name, may_stand);
}

} // namespace

void run_one(Bytes bytes) {
    const std::string_view text = as_text(bytes);
    probe::HttpReply reply;
    const probe::Reading reading = probe::read_metrics(text, reply.samples);
    require(reply.samples.size() <= probe::most_samples, "more samples than are taken");
    if (reading != probe::Reading::whole)
        return;
    require(!reply.samples.empty() && text.ends_with('\n'), "it is not whole");
    for (const probe::Sample& sample : reply.samples) {
        require(is_name(sample.name), "a name that is none");
        require(!sample.type.empty(), "a sample without a type");
        for (const auto& [name, value] : sample.labels)
            require(is_name(name) && is_utf8(value), "a label that is none");
    }
    JsonWriter json;
    probe::add_http_reply(json, {"host", 1}, probe::http_questions().back(), reply);
    require(is_utf8(json.view()), "the JSON is no UTF-8");
}

} // namespace keeperfs::fuzz
