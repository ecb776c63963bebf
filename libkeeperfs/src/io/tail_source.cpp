#include "io/tail_source.h"

#include "io/channel.h"

#include "keeperfs/base/error.h"

#include <algorithm>

namespace keeperfs::io {

namespace {

/// What fails here is the output: it was written a moment ago.
template <class Read> auto reading_back(Read read) {
    try {
        return read();
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input)
            throw;
        Error translated(ErrorKind::bad_output,
                         "the written file is gone or cannot be read back: " + error.message());
        if (error.file())
            translated.file(*error.file());
        translated.hint("Nothing may touch the output directory while the program runs. Run it again.");
        throw translated;
    }
}

} // namespace

TailSource::TailSource(FileSystem& files, const std::string& path, std::stop_token stop)
    : file_(reading_back([&] { return files.open_for_reading(path); })), stop_(std::move(stop)) {}

std::size_t TailSource::read(std::span<std::uint8_t> into) {
    std::size_t wanted = 0;
    {
        std::unique_lock lock(mutex_);
        if (!more_.wait(lock, stop_, [&] { return available_ > position_ || done_; }))
            throw Stopped();
        wanted = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), available_ - position_));
    }
    if (wanted == 0)
        return 0;
    if (reading_back([&] { return file_->read_at(position_, into.first(wanted)); }) != wanted)
        throw Error(ErrorKind::bad_output, "bytes that were written cannot be read back")
            .at_compressed(position_);
    position_ += wanted;
    return wanted;
}

void TailSource::written(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    available_ = bytes;
    more_.notify_all();
}

void TailSource::done() {
    const std::lock_guard lock(mutex_);
    done_ = true;
    more_.notify_all();
}

} // namespace keeperfs::io
