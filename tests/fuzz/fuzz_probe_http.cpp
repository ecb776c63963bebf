// Input: a byte that chooses an endpoint, one that chooses the status, the body of the response.
#include "fuzz/fuzz_target.h"
#include "probe/read_http.h"

#include "keeperfs/base/json_value.h"
#include "keeperfs/base/text.h"

namespace keeperfs::fuzz {

void run_one(Bytes bytes) {
    constexpr int statuses[] = {200, 503, 500, 404, 403, 400, 302, 0};
    Input input(bytes);
    const auto questions = probe::http_questions();
    const probe::HttpQuestion& question =
        questions[input.up_to(static_cast<std::uint8_t>(questions.size() - 1))];
    net::HttpResponse response;
    response.status = statuses[input.up_to(std::size(statuses) - 1)];
    response.body = input.rest();
    const probe::HttpReply reply = probe::read_response(question, response);
    require(reply.status == response.status, "the status changes on the way");
    require(!reply.reply.is_ok() || response.is_success(), "a failure is taken for an answer");
    require(reply.reply.message.empty() == reply.reply.is_ok(),
            "a failure without a word, or an answer with one");
    require(reply.reply.message.find('\x1b') == std::string::npos, "an escape of terminals");
    JsonWriter json;
    probe::add_http_reply(json, {"host", 1}, question, reply);
    require(is_utf8(json.view()), "the JSON is no UTF-8");
    require(parse_json(json.view()).has_value(), "the JSON cannot be read");
}

} // namespace keeperfs::fuzz
