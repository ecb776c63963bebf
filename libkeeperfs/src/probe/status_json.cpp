#include "keeperfs/probe/status_json.h"

#include "keeperfs/base/text.h"

namespace keeperfs::probe {

namespace {

void add_text_or_null(JsonWriter& json, std::string_view name, const std::optional<std::string>& text) {
    json.key(name);
    if (text)
        json.text(*text);
    else
        json.null();
}
void add_figure(JsonWriter& json, std::string_view name, Figure figure) {
    json.key(name);
    if (figure)
        json.unsigned_integer(*figure);
    else
        json.null();
}
void add_latency(JsonWriter& json, std::string_view name, std::optional<double> milliseconds) {
    json.key(name);
    if (milliseconds)
        json.real(*milliseconds);
    else
        json.null();
}
/// Empty text is none.
std::optional<std::string> said(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

} // namespace

void add_view(JsonWriter& json, const ServerView& view, Figure lag) {
    json.begin_object()
        .member("host", net::text_of(view.server))
        .member("presence", name_of(view.presence))
        .member("outcome", name_of(view.outcome));
    add_text_or_null(json, "message", said(view.message));
    add_text_or_null(json, "kind", view.kind ? said(name_of(*view.kind)) : std::nullopt);
    add_text_or_null(json, "version", said(view.version));
    add_text_or_null(json, "role", view.role ? said(name_of(*view.role)) : std::nullopt);
    json.key("server_id");
    if (view.server_id)
        json.integer(*view.server_id);
    else
        json.null();
    add_text_or_null(json, "zxid", view.zxid ? std::optional(hex(*view.zxid)) : std::nullopt);
    add_figure(json, "lag", lag);
    add_latency(json, "min_latency_ms", view.min_latency);
    add_latency(json, "avg_latency_ms", view.avg_latency);
    add_latency(json, "max_latency_ms", view.max_latency);
    for (const NamedFigure& figure : named_figures())
        add_figure(json, figure.name, view.figures.*figure.member);
    json.key("not_told").begin_array();
    for (const std::string& word : view.not_told)
        json.text(word);
    json.end_array().end_object();
}

void add_finding(JsonWriter& json, const EnsembleFinding& finding) {
    json.begin_object().member("severity", name_of(finding.severity)).member("code", finding.code);
    add_text_or_null(json, "host", said(finding.host));
    json.member("message", finding.message).member("hint", finding.hint).end_object();
}

} // namespace keeperfs::probe
