#include "probe_http_text.h"

#include "text_report.h"
#include "value_text.h"

#include "keeperfs/base/text.h"

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

std::string fields_text(const Answer& answer) {
    std::string out;
    for (const Field& field : answer.fields)
        out += fmt::format("{}{} {}", out.empty() ? "" : ", ", escaped(field.name), value_text(field.value));
    return out;
}

/// As it is written in queries.
std::string series_text(const Sample& sample) {
    std::string labels;
    for (const auto& [name, value] : sample.labels)
        labels += fmt::format("{}{}=\"{}\"", labels.empty() ? "" : ",", name, escaped(value));
    return labels.empty() ? sample.name : fmt::format("{}{{{}}}", sample.name, labels);
}

void add_samples(TextReport& out, const std::vector<Sample>& samples) {
    if (samples.empty())
        return;
    std::vector<TableRow> rows;
    for (const Sample& sample : samples)
        rows.push_back({series_text(sample), sample.type, value_text(sample.value)});
    out.rows({"sample", "type", "value"}, rows, "llr");
}

} // namespace

std::string http_text(std::span<const net::Endpoint> servers, std::span<const HttpQuestion> questions,
                      std::span<const HttpReply> replies, bool colored) {
    TextReport out(colored);
    for (std::size_t i = 0; i < replies.size(); ++i) {
        const HttpQuestion& question = questions[i % questions.size()];
        const Reply& reply = replies[i].reply;
        if (i % questions.size() == 0)
            out.heading(net::text_of(servers[i / questions.size()]));
        if (!reply.is_ok())
            out.line(question.name, "{}", out.styled(name_of(reply.outcome), console::Style::red));
        else if (question.endpoint == HttpEndpoint::metrics)
            out.line(question.name, "ok: {}", counted(replies[i].samples.size(), "sample", "samples"));
        else
            out.line(question.name, "ok: {}", fields_text(reply.answer));
        add_samples(out, replies[i].samples);
    }
    return out.text();
}
