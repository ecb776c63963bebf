#pragma once
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/source.h"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

namespace keeperfs::io {

/// Reads a file back while another thread still writes it: waits at the end of what is written until more is
/// there or the writer says that it is done.
class TailSource : public Source {
public:
    TailSource(FileSystem& files, const std::string& path, std::stop_token stop);
    std::size_t read(std::span<std::uint8_t> into) override;

    /// For the writer: this many bytes are in the file now.
    void written(std::uint64_t bytes);
    void done();

private:
    std::unique_ptr<File> file_;
    std::stop_token stop_;
    std::mutex mutex_;
    std::condition_variable_any more_;
    std::uint64_t available_ = 0, position_ = 0;
    bool done_ = false;
};

} // namespace keeperfs::io
