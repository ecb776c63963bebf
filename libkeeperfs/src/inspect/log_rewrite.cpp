#include "keeperfs/inspect/log_rewrite.h"

#include "base/siphash.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/atomic_output.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/keeper/changelog_reader.h"
#include "keeperfs/keeper/changelog_writer.h"

#include <limits>
#include <utility>

namespace keeperfs::inspect {

using keeper::ChangelogRecord;

namespace {

void add(SipHash& hash, const ChangelogRecord& record) {
    hash.update_integer(record.version);
    hash.update_integer(record.index);
    hash.update_integer(record.term);
    hash.update_integer(static_cast<std::int32_t>(record.type));
    hash.update_integer(record.blob.size());
    hash.update(record.blob);
}

std::uint64_t hash_of_file(io::FileSystem& files, const std::string& path, keeper::ChangelogCodec codec) {
    io::FileSource file(files, path);
    keeper::ChangelogReader reader(file, codec);
    ChangelogRecord record;
    SipHash hash;
    while (reader.next(record))
        add(hash, record);
    if (reader.damage())
        throw Error(ErrorKind::bad_output, "the log reads back damaged: " + reader.damage()->message())
            .file(path);
    return hash.digest();
}

} // namespace

struct LogFileWriter::State {
    State(io::FileSystem& files_, std::string path, keeper::ChangelogCodec codec_)
        : files(files_), codec(codec_),
          output(files, path, io::FileSystem::Existing::keep, io::join(io::directory_of(path), "..")),
          writer(output, codec) {
        written.path = std::move(path);
    }
    io::FileSystem& files;
    keeper::ChangelogCodec codec;
    io::AtomicOutput output;
    keeper::ChangelogWriter writer;
    SipHash hash;
    WrittenLog written;
};

LogFileWriter::LogFileWriter(io::FileSystem& files, std::string path, keeper::ChangelogCodec codec)
    : state_(std::make_unique<State>(files, std::move(path), codec)) {}
LogFileWriter::~LogFileWriter() = default;

void LogFileWriter::write(const ChangelogRecord& record) {
    state_->writer.write(record);
    add(state_->hash, record);
    WrittenLog& written = state_->written;
    if (written.records++ == 0)
        written.first_index = record.index;
    written.last_index = record.index;
}

WrittenLog LogFileWriter::commit() {
    state_->writer.finish();
    const std::string& temporary = state_->output.temporary_path();
    if (hash_of_file(state_->files, temporary, state_->codec) != state_->hash.digest())
        throw Error(ErrorKind::bad_output, "the log reads back with other records than were written")
            .file(temporary);
    state_->output.commit();
    state_->written.bytes = state_->output.bytes_written();
    return state_->written;
}

LogRotator::LogRotator(io::FileSystem& files, std::string directory, keeper::ChangelogCodec codec,
                       std::uint64_t interval)
    : files_(files), directory_(std::move(directory)), codec_(codec), interval_(interval) {}

void LogRotator::write(const ChangelogRecord& record) {
    if (current_ && (in_current_ == interval_ || record.index != last_index_ + 1))
        end_current();
    if (!current_) {
        constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
        const std::uint64_t to = record.index + std::min(interval_ - 1, most - record.index);
        current_ = std::make_unique<LogFileWriter>(
            files_, io::join(directory_, keeper::changelog_name(record.index, to, codec_)), codec_);
        in_current_ = 0;
    }
    current_->write(record);
    ++in_current_;
    last_index_ = record.index;
}

void LogRotator::end_current() {
    written_.push_back(current_->commit());
    current_.reset();
}

std::vector<WrittenLog> LogRotator::finish() {
    if (current_)
        end_current();
    return std::move(written_);
}

} // namespace keeperfs::inspect
