#include "keeperfs/io/atomic_output.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/cancel.h"

#include <fmt/format.h>

#include <random>

namespace keeperfs::io {

namespace {
constexpr std::string_view temporary_prefix = ".keeperfs.";
constexpr std::string_view temporary_suffix = ".part";
} // namespace

AtomicOutput::AtomicOutput(FileSystem& files, std::string target, FileSystem::Existing policy)
    : AtomicOutput(files, target, policy, directory_of(target)) {}

AtomicOutput::AtomicOutput(FileSystem& files, std::string target, FileSystem::Existing policy,
                           const std::string& temporary_directory)
    : files_(files), target_(std::move(target)), policy_(policy) {
    std::random_device random;
    temporary_ = join(temporary_directory, fmt::format("{}{}.{:08x}{}", temporary_prefix, name_of(target_),
                                                       random(), temporary_suffix));
    file_ = files_.create_new(temporary_);
    try {
        if (!file_->try_lock())
            throw Error(ErrorKind::in_use, "another process holds the new file").file(temporary_);
    } catch (const Error&) {
        remove_temporary();
        throw;
    }
}

AtomicOutput::~AtomicOutput() {
    if (!committed_)
        remove_temporary();
}

void AtomicOutput::remove_temporary() noexcept {
    try {
        files_.remove(temporary_);
    } catch (const Error&) {
        // A failure is on its way already; abandoned_outputs() names what stays behind.
    }
}

void AtomicOutput::write(Bytes bytes) {
    throw_if_cancelled();
    file_->write(bytes);
    written_ += bytes.size();
}

void AtomicOutput::finish() { file_->sync(); }

void AtomicOutput::commit() {
    throw_if_cancelled();
    file_->close();
    files_.rename(temporary_, target_, policy_);
    committed_ = true;
    files_.sync_directory(directory_of(target_));
}

std::vector<std::string> abandoned_outputs(FileSystem& files, const std::string& directory) {
    std::vector<std::string> names;
    for (const DirectoryEntry& entry : files.list(directory)) {
        if (entry.kind != FileKind::regular || !entry.name.starts_with(temporary_prefix) ||
            !entry.name.ends_with(temporary_suffix))
            continue;
        try {
            if (files.open_for_reading(join(directory, entry.name))->try_lock())
                names.push_back(entry.name);
        } catch (const Error&) {
            // Vanished or unreadable: then it is not ours to name.
        }
    }
    return names;
}

} // namespace keeperfs::io
