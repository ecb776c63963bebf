#pragma once
// What all steps of reading share: the table of files, the findings, and how much may still be read.
#include "config/node.h"

#include "keeperfs/config/configuration.h"
#include "keeperfs/config/load.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace keeperfs::config {

class Reading {
public:
    explicit Reading(const LoadOptions& options);

    const LoadOptions options;
    std::vector<SourceFile> files;
    std::vector<Finding> findings;

    /// A number for Place::file.
    std::uint32_t number_of(const std::string& file);
    Origin origin_of(Place place) const;
    const std::vector<std::string>& file_names() const noexcept { return names_; }

    void report(std::string_view code, Place place, std::string message, std::string hint = "");
    [[noreturn]] void fail(Place place, std::string message, std::string hint = "") const;

    void ignore(const std::string& path, std::string reason, std::string hint);

    /// Content of a regular file; what it takes of all_bytes is gone.
    std::string read_file(const std::string& path);
    /// A node more, of so many bytes of text. Fails where a limit is passed.
    void charge(Place place, std::uint64_t text_bytes);
    /// A step of merging or substituting, which may be far more than nodes are left in the end.
    void charge_step(Place place, std::uint64_t steps);
    /// One attribute more of an element that has `count`. They are searched one by one, so they must be few.
    void charge_attribute(Place place, std::size_t count, std::uint64_t text_bytes);
    void check_depth(Place place, std::uint32_t depth) const;
    /// A copy with everything below; charged.
    Node copy_of(const Node& node, std::uint32_t depth = 0);

private:
    std::vector<std::string> names_;
    std::unordered_map<std::string, std::uint32_t> numbers_;
    std::uint64_t nodes_left_, bytes_left_, steps_left_;

    void take_bytes(Place place, std::uint64_t bytes);
};

} // namespace keeperfs::config
