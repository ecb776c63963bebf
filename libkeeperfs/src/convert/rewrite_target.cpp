#include "convert/rewrite_target.h"

#include "convert/target.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/keeper/file_names.h"

#include <fmt/format.h>

#include <filesystem>

namespace keeperfs::convert {

namespace {

bool same_file(const std::string& a, const std::string& b) {
    std::error_code ignored;
    return a == b || std::filesystem::equivalent(a, b, ignored);
}

std::string directory_for(const SnapshotRewriteOptions& options) {
    if (options.output_file.empty())
        return options.output_dir;
    const std::string directory = io::directory_of(options.output_file);
    return directory.empty() ? "." : directory;
}

void check_name(const std::string& path, std::uint64_t index) {
    const std::string name = io::name_of(path);
    if (name.starts_with("tmp_"))
        throw Error(ErrorKind::usage, "a name with tmp_ before it is Keeper's mark of an unfinished file; "
                                      "servers delete it at their start")
            .file(path);
    const auto named = keeper::snapshot_index(name);
    if (named && *named != index)
        throw Error(ErrorKind::usage,
                    fmt::format("the name says log index {}, but the snapshot is of {}; a server believes "
                                "the name",
                                *named, index))
            .file(path);
}

void check_neighbours(io::FileSystem& files, const std::string& target, std::uint64_t index,
                      std::vector<Finding>& findings) {
    if (!keeper::snapshot_index(io::name_of(target)))
        return; // no server looks at a file of that name
    const std::string directory = io::directory_of(target);
    for (const io::DirectoryEntry& entry : files.list(directory.empty() ? "." : directory)) {
        const auto other = keeper::snapshot_index(entry.name);
        if (!other || entry.name == io::name_of(target))
            continue;
        if (*other == index)
            throw Error(ErrorKind::refused,
                        fmt::format("a snapshot of index {} is there already under another name; which of "
                                    "the two a server loads depends on its release",
                                    index))
                .file(io::join(directory, entry.name))
                .hint("Write to another directory; then move the old file away and the new one in.");
        if (*other > index)
            findings.push_back({Severity::warning,
                                "output.newer-snapshot",
                                io::join(directory, entry.name),
                                {},
                                "a newer snapshot lies there; a server starts from it and not from this one",
                                "Move it away, or rewrite that one."});
    }
}

} // namespace

std::string choose_rewrite_target(io::FileSystem& files, const SnapshotRewriteOptions& options,
                                  keeper::SnapshotCodec codec, std::uint64_t index,
                                  std::vector<Finding>& findings) {
    const std::string directory = directory_for(options);
    if (!files.is_directory(directory))
        throw Error(ErrorKind::bad_output, files.exists(directory) ? "is not a directory" : "does not exist")
            .file(directory)
            .hint("Create it first.");
    refuse_among_changelogs(files, directory);
    const std::string target = options.output_file.empty()
                                   ? io::join(directory, snapshot_file_name(index, codec))
                                   : options.output_file;
    check_name(target, index);
    if (same_file(target, options.input))
        throw Error(ErrorKind::refused, "this is the snapshot that is read; it is never written over")
            .file(target)
            .hint("Give another file or directory, check the result, then put it in place.");
    if (files.is_directory(target))
        throw Error(ErrorKind::usage, "is a directory; --output-dir takes one").file(target);
    if (files.exists(target) && !options.force)
        throw Error(ErrorKind::refused, "a file of that name exists already")
            .file(target)
            .hint("Give another name, or use --force.");
    check_neighbours(files, target, index, findings);
    return target;
}

void refuse_without_room(io::FileSystem& files, const std::string& target, std::uint64_t estimated_bytes) {
    const std::string directory = io::directory_of(target);
    const std::uint64_t room = files.free_space(directory.empty() ? "." : directory);
    if (room < estimated_bytes / 2)
        throw Error(ErrorKind::bad_output, fmt::format("not enough room: {} are free, about {} are needed",
                                                       size_text(room), size_text(estimated_bytes)))
            .file(directory)
            .hint("Nothing was written. Make room, or write to another file system.");
}

} // namespace keeperfs::convert
