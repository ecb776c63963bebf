#include "keeperfs/io/new_directory.h"

#include "keeperfs/base/error.h"

namespace keeperfs::io {

namespace {

std::string without_slash(std::string path) {
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    return path;
}

} // namespace

NewDirectory::NewDirectory(FileSystem& files, std::string target)
    : files_(files), target_(without_slash(std::move(target))),
      part_(join(directory_of(target_), "." + name_of(target_) + ".part")) {
    if (files_.exists(target_) && (!files_.is_directory(target_) || !files_.list(target_).empty()))
        throw Error(ErrorKind::refused, "the directory for the output is not empty")
            .file(target_)
            .hint("Give one that does not exist yet.");
    if (files_.exists(part_))
        throw Error(ErrorKind::refused, "an output that was not finished lies here")
            .file(part_)
            .hint("When no other run writes it, remove it.");
    make_at(part_);
}

NewDirectory::~NewDirectory() {
    if (!is_done_)
        remove_all();
}

std::string NewDirectory::make(const std::string& name) {
    std::string path = join(part_, name);
    make_at(path);
    return path;
}

void NewDirectory::commit() {
    files_.sync_directory(part_);
    files_.rename(part_, target_,
                  files_.exists(target_) ? FileSystem::Existing::replace : FileSystem::Existing::keep);
    is_done_ = true;
    files_.sync_directory(directory_of(target_));
}

void NewDirectory::make_at(const std::string& path) {
    try {
        files_.make_directory(path);
    } catch (...) {
        remove_all();
        throw;
    }
    made_.push_back(path);
}

void NewDirectory::remove_all() noexcept {
    try {
        for (auto path = made_.rbegin(); path != made_.rend(); ++path) {
            for (const DirectoryEntry& entry : files_.list(*path))
                if (entry.kind == FileKind::regular)
                    files_.remove(join(*path, entry.name));
            files_.remove_directory(*path);
        }
    } catch (const std::exception&) {
        // What made the output fail is on its way and says more; what stays bears the name of a part.
    }
    made_.clear();
}

} // namespace keeperfs::io
