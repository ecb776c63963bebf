#include "keeperfs/base/json_value.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace keeperfs {

namespace {

/// Puts together what the parser calls out. Each function says whether to go on.
class TreeBuilder {
public:
    bool Null() { return add({nullptr}); }
    bool Bool(bool value) { return add({value}); }
    bool Int(int value) { return add({std::int64_t{value}}); }
    bool Uint(unsigned value) { return add({std::int64_t{value}}); }
    bool Int64(std::int64_t value) { return add({value}); }
    bool Uint64(std::uint64_t value) { // what fits the signed type comes to Int64() or Uint() if it is small
        return value <= INT64_MAX ? Int64(static_cast<std::int64_t>(value)) : add({value});
    }
    bool Double(double value) { return add({value}); }
    bool RawNumber(const char*, rapidjson::SizeType, bool) { return false; } // asked for by no flag
    bool String(const char* text, rapidjson::SizeType size, bool) { return add({std::string(text, size)}); }
    bool Key(const char* text, rapidjson::SizeType size, bool) {
        keys_.emplace_back(text, size);
        return true;
    }
    bool StartObject() { return open<JsonValue::Object>(); }
    bool StartArray() { return open<JsonValue::Array>(); }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool EndArray(rapidjson::SizeType) { return close(); }

    JsonValue take() { return std::move(root_); }

private:
    JsonValue root_;
    std::vector<JsonValue> open_;
    std::vector<std::string> keys_; ///< of members whose value has not come yet

    template <class T> bool open() {
        open_.emplace_back().value.emplace<T>();
        return open_.size() <= deepest_json;
    }
    bool close() {
        JsonValue whole = std::move(open_.back());
        open_.pop_back();
        return add(std::move(whole));
    }
    bool add(JsonValue&& value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (auto* const array = std::get_if<JsonValue::Array>(&open_.back().value)) {
            array->push_back(std::move(value));
        } else {
            auto& object = std::get<JsonValue::Object>(open_.back().value);
            object.names.push_back(std::move(keys_.back()));
            object.values.push_back(std::move(value));
            keys_.pop_back();
        }
        return true;
    }
};

} // namespace

const JsonValue* JsonValue::find(std::string_view name) const noexcept {
    const auto* const object = as<Object>();
    if (object == nullptr)
        return nullptr;
    for (std::size_t i = object->names.size(); i-- > 0;)
        if (object->names[i] == name)
            return &object->values[i];
    return nullptr;
}

std::optional<JsonValue> parse_json(std::string_view text) {
    // The parser takes a NUL for the end of the text; JSON has none outside of strings, where it is an error,
    // too.
    if (text.find('\0') != std::string_view::npos)
        return std::nullopt;
    // Not kParseFullPrecisionFlag: for "0e93" it counts the leading zeros of 0, which no processor promises.
    constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    rapidjson::MemoryStream bytes(text.data(), text.size());
    rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
    rapidjson::Reader reader;
    TreeBuilder tree;
    return reader.Parse<flags>(stream, tree) ? std::optional(tree.take()) : std::nullopt;
}

} // namespace keeperfs
