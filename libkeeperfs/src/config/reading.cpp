#include "config/reading.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/finding_table.h"
#include "keeperfs/io/file_source.h"

namespace keeperfs::config {

namespace {

constexpr const char* about_limits =
    "No configuration of a server is like this; look for a file that does not belong here.";
/// Merging looks at every child of an element for each file, a substitution at what it copies.
constexpr std::uint64_t steps_a_node = 4;

} // namespace

Reading::Reading(const LoadOptions& from)
    : options(from), nodes_left_(from.limits.nodes), bytes_left_(from.limits.all_bytes),
      steps_left_(from.limits.nodes * steps_a_node) {}

std::uint32_t Reading::number_of(const std::string& file) {
    const auto [found, is_new] = numbers_.try_emplace(file, static_cast<std::uint32_t>(names_.size()));
    if (is_new)
        names_.push_back(file);
    return found->second;
}

Origin Reading::origin_of(Place place) const {
    return {place.file < names_.size() ? names_[place.file] : "", place.line};
}

void Reading::report(std::string_view code, Place place, std::string message, std::string hint) {
    constexpr std::size_t most_findings = 10'000;
    if (findings.size() < most_findings)
        findings.push_back(make_finding(code, origin_of(place), std::move(message), std::move(hint)));
    else if (findings.size() == most_findings)
        findings.push_back(make_finding("config.findings.more", origin_of(place),
                                        "there are more findings, from here on",
                                        "Correct the first of them."));
}

void Reading::ignore(const std::string& path, std::string reason, std::string hint) {
    report("config.file.ignored", {number_of(path), 0}, "no server reads this file: " + reason,
           std::move(hint));
    files.push_back({path, SourceFile::Role::ignored, std::move(reason)});
}

void Reading::fail(Place place, std::string message, std::string hint) const {
    Error error(ErrorKind::bad_input, std::move(message));
    const Origin origin = origin_of(place);
    error.file(origin.file);
    if (origin.line > 0)
        error.line(origin.line);
    if (!hint.empty())
        error.hint(std::move(hint));
    throw error;
}

std::string Reading::read_file(const std::string& path) {
    if (options.files->is_directory(path))
        throw Error(ErrorKind::bad_input, "this is a directory, not a configuration file")
            .file(path)
            .hint("Give the main file, for example keeper_config.xml in it.");
    if (options.files->exists(path) && !options.files->is_regular_file(path))
        throw Error(ErrorKind::bad_input, "this is no regular file")
            .file(path)
            .hint("Copy what it holds into a file, and give that.");
    io::FileSource source(*options.files, path);
    const Place place{number_of(path), 0};
    if (source.size() > options.limits.file_bytes)
        fail(place,
             fmt::format("the file has {}, more than the {} that a configuration may have",
                         size_text(source.size()), size_text(options.limits.file_bytes)),
             about_limits);
    take_bytes(place, source.size());
    return io::rest_of(source);
}

void Reading::take_bytes(Place place, std::uint64_t bytes) {
    if (bytes > bytes_left_)
        fail(place,
             fmt::format("all files and what their substitutions copy exceed {}",
                         size_text(options.limits.all_bytes)),
             about_limits);
    bytes_left_ -= bytes;
}

void Reading::charge(Place place, std::uint64_t text_bytes) {
    if (nodes_left_ == 0)
        fail(place,
             fmt::format("the configuration has more than {} elements and texts",
                         grouped(options.limits.nodes)),
             about_limits);
    --nodes_left_;
    take_bytes(place, text_bytes);
}

void Reading::charge_step(Place place, std::uint64_t steps) {
    if (steps > steps_left_)
        fail(place, "merging and substituting does not come to an end", about_limits);
    steps_left_ -= steps;
}

void Reading::charge_attribute(Place place, std::size_t count, std::uint64_t text_bytes) {
    constexpr std::size_t most_attributes = 256;
    if (count >= most_attributes)
        fail(place, fmt::format("an element has more than {} attributes", most_attributes), about_limits);
    charge(place, text_bytes);
}

void Reading::check_depth(Place place, std::uint32_t depth) const {
    if (depth > options.limits.depth)
        fail(place, fmt::format("elements are nested more than {} deep", options.limits.depth), about_limits);
}

Node Reading::copy_of(const Node& node, std::uint32_t depth) {
    check_depth(node.place, depth);
    charge(node.place, node.text.size());
    for (std::size_t i = 0; i < node.attributes.size(); ++i)
        charge_attribute(node.place, i, node.attributes[i].value.size());
    charge_step(node.place, 1 + (node.history ? node.history->overrode.size() : 0));
    Node copy;
    copy.kind = node.kind;
    copy.place = node.place;
    copy.text = node.text;
    copy.attributes = node.attributes;
    if (node.history)
        copy.history = std::make_unique<History>(*node.history);
    for (const Node& child : node.children)
        copy.children.push_back(copy_of(child, depth + 1));
    return copy;
}

} // namespace keeperfs::config
