#pragma once
// Bytes go to disk on one thread while they are made on another and read back on a third.
#include "keeperfs/io/atomic_output.h"
#include "keeperfs/io/source.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace keeperfs::convert {

/// Where the bytes of a file are appended. Whoever fills it says after each part that it is whole.
class EncodedBytes {
public:
    /// Takes a full batch and gives an empty one in its place.
    using HandOn = std::function<std::unique_ptr<std::string>(std::unique_ptr<std::string>)>;
    explicit EncodedBytes(HandOn hand_on);

    std::string& out() noexcept { return *batch_; }
    void part_is_whole() {
        if (batch_->size() >= batch_bytes)
            pass_on();
    }
    void end() { pass_on(); }
    std::uint64_t bytes() const noexcept { return bytes_; } ///< handed on

private:
    static constexpr std::size_t batch_bytes = 1 << 20;
    HandOn hand_on_;
    std::unique_ptr<std::string> batch_;
    std::uint64_t bytes_ = 0;

    void pass_on();
};

struct FileStages {
    std::function<void(EncodedBytes&)> encode;
    std::function<std::unique_ptr<io::Sink>(io::Sink&)> compress; ///< empty: as it is
    /// All of it, while it grows. Damage that this meets is of what was written.
    std::function<void(io::Source&)> read_back;
};

struct WrittenSnapshot {
    std::uint64_t bytes = 0; ///< before compression
    std::string sha256;      ///< of the file, as it was read back
};

/// Afterwards the output is finished and was read back; whether it is what was meant is for the caller to
/// compare.
WrittenSnapshot write_and_read_back(io::FileSystem& files, io::AtomicOutput& output,
                                    const FileStages& stages);

/// Makes the bytes and lets go of them. -> how many
std::uint64_t encode_only(const std::function<void(EncodedBytes&)>& encode);

/// What was read back differs from what was meant.
[[noreturn]] void not_as_meant(const std::string& what);
template <class T> void expect_as_meant(const T& read, const T& meant, std::string_view what) {
    if (!(read == meant))
        not_as_meant(std::string(what) + " differs");
}

} // namespace keeperfs::convert
