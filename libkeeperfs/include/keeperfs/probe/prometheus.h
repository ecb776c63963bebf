#pragma once
#include "keeperfs/probe/ask.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace keeperfs::probe {

/// The words whose answers are figures.
KEEPERFS_EXPORT std::span<const std::string_view> words_with_figures();

/// Figures of any number of servers in Prometheus's text format, one group for each metric, each sample with
/// the label `instance`. The figures of mntr keep their names, as dashboards expect.
class KEEPERFS_EXPORT PrometheusText {
public:
    /// `word`: one of words_with_figures(). A server without an answer is a sample, too: it is down.
    explicit PrometheusText(std::string_view word);
    void add(const net::Endpoint& server, const Reply& reply);
    std::string text() const;

private:
    struct Metric {
        std::string type, help;
        std::set<std::string> labels;                             ///< of the samples
        std::vector<std::pair<std::string, std::string>> samples; ///< labels and value, as they came
    };
    std::string word_, up_;
    std::map<std::string, Metric, std::less<>> metrics_;

    void add_field(const std::string& instance, const Field& field);
    void add_events(const std::string& instance, const std::vector<Record>& events);
    void add_sample(const std::string& name, std::string help, const std::string& labels, std::string value);
};

} // namespace keeperfs::probe
