#include "config/override_files.h"

#include "config/file_names.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <set>

namespace keeperfs::config {

namespace {

/// Why a server passes over what lies in one of its directories; empty: it reads it.
std::string why_ignored(const io::DirectoryEntry& entry) {
    const std::filesystem::path name(entry.name);
    if (entry.kind == io::FileKind::directory)
        return "it is a directory, and those below are not searched";
    if (entry.kind == io::FileKind::other)
        return "it is no regular file";
    if (entry.name.starts_with('.'))
        return "its name begins with a dot";
    if (!has_config_extension(entry.name))
        return "its name ends in none of .xml, .yaml, .yml, .conf";
    return "";
}

/// Whether the author of overrides may take the directory for that of the main file. Beside one in /etc lie
/// ld.so.conf.d and others that nobody does.
bool may_be_meant(const std::string& directory, const std::filesystem::path& main_file) {
    const std::string name = std::filesystem::path(directory).stem().string();
    const std::string mains[] = {main_file.stem().string(), main_file.filename().string(), "config", "keeper",
                                 "keeper_config"};
    return std::ranges::any_of(mains,
                               [&](const std::string& main) { return edit_distance(name, main) <= 1; });
}

class Directories {
public:
    Directories(Reading& reading, const std::filesystem::path& main_file)
        : reading_(reading), files_(*reading.options.files), main_(main_file) {
        std::filesystem::path directory = main_file;
        directory.replace_extension("d");
        read_.insert(directory.string());
        directory.replace_filename("conf.d");
        read_.insert(directory.string());
    }

    std::vector<std::string> override_files() {
        std::vector<std::string> found;
        for (const std::string& directory : read_)
            if (files_.is_directory(directory))
                look_into(directory, found);
        std::ranges::sort(found); // bytes of the whole path, so conf.d comes first
        look_beside();
        return found;
    }

private:
    Reading& reading_;
    io::FileSystem& files_;
    std::filesystem::path main_;
    std::set<std::string> read_;

    void look_into(const std::string& directory, std::vector<std::string>& found) {
        for (const io::DirectoryEntry& entry : files_.list(directory)) {
            const std::string path = io::join(directory, entry.name);
            if (std::string reason = why_ignored(entry); reason.empty())
                found.push_back(path);
            else
                reading_.ignore(path, std::move(reason),
                                "Rename or move it, or remove it if it is a leftover.");
        }
    }

    /// A server does not look there, so it is no failure that we cannot.
    std::vector<io::DirectoryEntry> list_if_allowed(const std::string& directory) {
        try {
            return files_.list(directory);
        } catch (const Error&) {
            return {};
        }
    }

    /// A directory like config.d beside keeper_config.xml is read for no main file that is there.
    void look_beside() {
        const std::string parent = main_.has_parent_path() ? main_.parent_path().string() : ".";
        std::set<std::string> stems;
        std::vector<std::string> directories;
        for (const io::DirectoryEntry& entry : list_if_allowed(parent))
            if (entry.kind == io::FileKind::directory && entry.name.ends_with(".d") &&
                may_be_meant(entry.name, main_))
                directories.push_back(entry.name);
            else if (entry.kind == io::FileKind::regular)
                stems.insert(std::filesystem::path(entry.name).stem().string());
        for (const std::string& name : directories) {
            const std::string path = main_.has_parent_path() ? io::join(parent, name) : name;
            if (!read_.contains(path) && !stems.contains(std::filesystem::path(name).stem().string()))
                ignore_directory(path);
        }
    }
    void ignore_directory(const std::string& directory) {
        for (const io::DirectoryEntry& entry : list_if_allowed(directory))
            if (why_ignored(entry).empty())
                reading_.ignore(io::join(directory, entry.name),
                                fmt::format("{} is not one of the directories of {}",
                                            escaped(io::name_of(directory)),
                                            escaped(main_.filename().string())),
                                fmt::format("Move it to {}.", escaped(*read_.rbegin())));
    }
};

} // namespace

std::vector<std::string> override_files(Reading& reading, const std::filesystem::path& main_file) {
    return Directories(reading, main_file).override_files();
}

} // namespace keeperfs::config
