#include "keeperfs/base/json_writer.h"

#include "keeperfs/base/text.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <variant>

namespace keeperfs {

namespace {

using Compact = rapidjson::Writer<rapidjson::StringBuffer>;
using Indented = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

std::string repaired_utf8(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        std::size_t n = 1;
        while (n < 4 && n < text.size() && !is_utf8(text.substr(0, n)))
            ++n;
        if (is_utf8(text.substr(0, n))) {
            out += text.substr(0, n);
        } else {
            out += "\xef\xbf\xbd";
            n = 1;
        }
        text.remove_prefix(n);
    }
    return out;
}

} // namespace

struct JsonWriter::State {
    rapidjson::StringBuffer buffer;
    std::variant<Compact, Indented> writer;

    explicit State(Style style) : writer(std::in_place_type<Compact>, buffer) {
        if (style == Style::indented)
            writer.emplace<Indented>(buffer).SetIndent(' ', 2);
    }
    template <class F> void with(F call) { std::visit(call, writer); }
};

JsonWriter::JsonWriter(Style style) : state_(std::make_unique<State>(style)) {}
JsonWriter::JsonWriter(JsonWriter&&) noexcept = default;
JsonWriter::~JsonWriter() = default;

JsonWriter& JsonWriter::begin_object() {
    state_->with([](auto& w) { w.StartObject(); });
    return *this;
}
JsonWriter& JsonWriter::end_object() {
    state_->with([](auto& w) { w.EndObject(); });
    return *this;
}
JsonWriter& JsonWriter::begin_array() {
    state_->with([](auto& w) { w.StartArray(); });
    return *this;
}
JsonWriter& JsonWriter::end_array() {
    state_->with([](auto& w) { w.EndArray(); });
    return *this;
}
JsonWriter& JsonWriter::key(std::string_view name) {
    if (!is_utf8(name))
        return key(repaired_utf8(name));
    state_->with([&](auto& w) { w.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); });
    return *this;
}
JsonWriter& JsonWriter::text(std::string_view value) {
    if (!is_utf8(value))
        return text(repaired_utf8(value));
    state_->with([&](auto& w) { w.String(value.data(), static_cast<rapidjson::SizeType>(value.size())); });
    return *this;
}
JsonWriter& JsonWriter::integer(std::int64_t value) {
    state_->with([&](auto& w) { w.Int64(value); });
    return *this;
}
JsonWriter& JsonWriter::unsigned_integer(std::uint64_t value) {
    state_->with([&](auto& w) { w.Uint64(value); });
    return *this;
}
JsonWriter& JsonWriter::real(double value) {
    state_->with([&](auto& w) { w.Double(value); });
    return *this;
}
JsonWriter& JsonWriter::boolean(bool value) {
    state_->with([&](auto& w) { w.Bool(value); });
    return *this;
}
JsonWriter& JsonWriter::null() {
    state_->with([](auto& w) { w.Null(); });
    return *this;
}

std::string_view JsonWriter::view() const noexcept {
    return {state_->buffer.GetString(), state_->buffer.GetSize()};
}

void JsonWriter::clear() {
    state_->buffer.Clear();
    state_->with([&](auto& w) { w.Reset(state_->buffer); });
}

void add_members(JsonWriter& json, const Finding& finding) {
    json.member("severity", name_of(finding.severity))
        .member("code", finding.code)
        .member("file", finding.file);
    if (finding.offset)
        json.member("offset", *finding.offset);
    if (finding.line)
        json.member("line", *finding.line);
    json.member("message", finding.message).member("hint", finding.hint);
}

} // namespace keeperfs
