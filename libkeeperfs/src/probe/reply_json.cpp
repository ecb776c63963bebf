#include "keeperfs/probe/reply_json.h"

#include "keeperfs/base/text.h"

#include <cmath>

namespace keeperfs::probe {

namespace {

struct ValueWriter {
    JsonWriter& json;

    void operator()(std::int64_t value) const { json.integer(value); }
    void operator()(std::uint64_t value) const { json.unsigned_integer(value); }
    void operator()(double value) const {
        if (std::isfinite(value))
            json.real(value);
        else
            json.null();
    }
    void operator()(bool value) const { json.boolean(value); }
    void operator()(Id id) const { json.text(hex(id.value)); }
    void operator()(Time time) const { json.text(time_text(time.ms_since_1970)); }
    void operator()(const std::string& value) const { json.text(value); }
    template <class T> void operator()(const std::vector<T>& values) const {
        json.begin_array();
        for (const T& value : values)
            (*this)(value);
        json.end_array();
    }
};

void add_fields(JsonWriter& json, const Record& fields) {
    for (const Field& field : fields) {
        json.key(escaped(field.name)); // the peer chose it
        std::visit(ValueWriter{json}, field.value);
    }
}

void add_exact_text(JsonWriter& json, const Reply& reply) {
    if (!is_utf8(reply.text))
        json.member("text_b64", base64(as_bytes(reply.text)));
}

} // namespace

void add_answer(JsonWriter& json, const Answer& answer) {
    json.begin_object();
    add_fields(json, answer.fields);
    for (const List& list : answer.lists) {
        json.key(list.name).begin_array();
        for (const Record& record : list.records) {
            json.begin_object();
            add_fields(json, record);
            json.end_object();
        }
        json.end_array();
    }
    json.end_object();
}

void add_value(JsonWriter& json, const Value& value) { std::visit(ValueWriter{json}, value); }

void add_course(JsonWriter& json, const Reply& reply) {
    json.member("outcome", name_of(reply.outcome))
        .member("elapsed_ms", std::int64_t{reply.elapsed.count()})
        .member("attempts", reply.attempts);
}

void add_failure(JsonWriter& json, const Reply& reply) {
    json.member("message", reply.message).member("hint", reply.hint).member("text", reply.text);
    add_exact_text(json, reply);
}

void add_reply(JsonWriter& json, const net::Endpoint& server, const Reply& reply) {
    json.begin_object().member("host", net::text_of(server));
    add_course(json, reply);
    if (reply.is_ok()) {
        json.key("answer");
        add_answer(json, reply.answer);
        add_exact_text(json, reply);
    } else {
        add_failure(json, reply);
    }
    json.end_object();
}

} // namespace keeperfs::probe
