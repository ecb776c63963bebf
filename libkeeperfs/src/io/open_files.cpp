#include "keeperfs/io/open_files.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace keeperfs::io {

namespace {

namespace fs = std::filesystem;

bool is_number(const std::string& name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
}

/// What this process has open, if it lies below one of the directories. Processes end while we look.
std::optional<HeldFile> held_by(const fs::path& process, const std::vector<std::string>& below) {
    std::error_code gone;
    for (fs::directory_iterator entry(process / "fd", gone), end; !gone && entry != end;
         entry.increment(gone)) {
        std::error_code ignored;
        const std::string target = fs::read_symlink(entry->path(), ignored).string();
        if (std::ranges::any_of(below, [&](const std::string& prefix) { return target.starts_with(prefix); }))
            return HeldFile{target, process.filename().string()};
    }
    return std::nullopt;
}

} // namespace

std::optional<HeldFile> find_open_file(std::span<const std::string> directories) {
    std::vector<std::string> below;
    std::error_code ignored;
    for (const std::string& directory : directories)
        below.push_back(fs::weakly_canonical(directory, ignored).string() + "/");
    std::error_code gone;
    for (fs::directory_iterator entry("/proc", gone), end; !gone && entry != end; entry.increment(gone)) {
        const std::string number = entry->path().filename().string();
        if (is_number(number) && number != std::to_string(::getpid()))
            if (auto held = held_by(entry->path(), below))
                return held;
    }
    return std::nullopt;
}

} // namespace keeperfs::io
