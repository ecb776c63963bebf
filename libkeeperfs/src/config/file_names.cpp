#include "config/file_names.h"

#include <filesystem>
#include <string>

namespace keeperfs::config {

namespace {

/// As std::filesystem has it: "" for ".xml" and for "keeper".
std::string lowered_extension(std::string_view name) {
    std::string extension = std::filesystem::path(name).extension().string();
    for (char& c : extension)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c | 0x20);
    return extension;
}

} // namespace

bool has_config_extension(std::string_view name) {
    const std::string extension = lowered_extension(name);
    return extension == ".xml" || extension == ".conf" || extension == ".yaml" || extension == ".yml";
}

Format format_of(std::string_view name, std::string_view content) {
    const std::string extension = lowered_extension(name);
    if (extension == ".xml")
        return Format::xml;
    if (extension == ".yaml" || extension == ".yml")
        return Format::yaml;
    const std::size_t first = content.find_first_not_of(" \t\n\r");
    return first != std::string_view::npos && content[first] == '<' ? Format::xml : Format::yaml;
}

} // namespace keeperfs::config
