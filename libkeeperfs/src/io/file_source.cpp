#include "keeperfs/io/file_source.h"

#include "keeperfs/io/cancel.h"

#include <algorithm>
#include <utility>

namespace keeperfs::io {

FileSource::FileSource(FileSystem& files, const std::string& path)
    : FileSource(std::shared_ptr<File>(files.open_for_reading(path))) {}

FileSource::FileSource(std::shared_ptr<File> file) : file_(std::move(file)), size_(file_->size()) {}

std::size_t FileSource::read(std::span<std::uint8_t> into) {
    throw_if_cancelled();
    const std::size_t wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), size_ - position_));
    const std::size_t n = file_->read_at(position_, into.first(wanted));
    if (n < wanted)
        size_ = position_ + n; // the file shrank
    position_ += n;
    return n;
}

std::string rest_of(FileSource& source) {
    std::string content(static_cast<std::size_t>(source.size() - source.position()), '\0');
    std::size_t done = 0;
    while (done < content.size()) {
        const std::size_t got =
            source.read({reinterpret_cast<std::uint8_t*>(content.data()) + done, content.size() - done});
        if (got == 0)
            break;
        done += got;
    }
    content.resize(done);
    return content;
}

} // namespace keeperfs::io
