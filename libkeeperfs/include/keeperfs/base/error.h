#pragma once
// The one exception that leaves this library.
#include "keeperfs/export.h"

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace keeperfs {

/// What kind of failure it is. The number is the exit code of the programs.
enum class ErrorKind : std::uint8_t {
    defect = 1,        ///< a fault in this library
    usage = 2,         ///< an option or argument that cannot be meant
    bad_input = 4,     ///< a file is damaged, incomplete or of an unknown version
    refused = 5,       ///< would do harm; an option that says so allows it
    unreachable = 6,   ///< a server does not answer, or does not serve
    in_use = 7,        ///< a server or another run holds the files
    bad_output = 8,    ///< the output cannot be written
    interrupted = 130, ///< SIGINT
    terminated = 143,  ///< SIGTERM
};

/// A failure: what happened, in which file, at which byte, what was expected and found, and what to do.
///
/// Each fact is added once, by the layer that knows it:
///     throw Error(ErrorKind::bad_input, "data length exceeds the file").at(81234).found("2147483647", "at
///     most 512");
/// A layer that knows the file's name catches by reference, calls file() and rethrows. Copying never throws,
/// so an Error may travel between threads in an exception_ptr.
class KEEPERFS_EXPORT Error : public std::exception {
public:
    Error(ErrorKind kind, std::string what);
    Error(const Error&) noexcept;
    Error& operator=(const Error&) noexcept;
    ~Error() override;

    /// The file's name; a second call is ignored, since the first was nearer to the fault.
    Error& file(std::string path) &;
    /// Offset in the decoded stream (what follows decompression, or the file itself where nothing is
    /// compressed).
    Error& at(std::uint64_t offset) &;
    /// Offset in the file as it lies on the disk, where a codec stands between.
    Error& at_compressed(std::uint64_t offset) &;
    /// Line, from 1, in a file that people write.
    Error& line(std::uint64_t number) &;
    Error& found(std::string got, std::string wanted) &;
    Error& hint(std::string advice) &;

    Error&& file(std::string path) && { return std::move(file(std::move(path))); }
    Error&& at(std::uint64_t offset) && { return std::move(at(offset)); }
    Error&& at_compressed(std::uint64_t offset) && { return std::move(at_compressed(offset)); }
    Error&& line(std::uint64_t number) && { return std::move(line(number)); }
    Error&& found(std::string got, std::string wanted) && {
        return std::move(found(std::move(got), std::move(wanted)));
    }
    Error&& hint(std::string advice) && { return std::move(hint(std::move(advice))); }

    ErrorKind kind() const noexcept;
    int exit_code() const noexcept { return static_cast<int>(kind()); }
    const std::string& message() const noexcept;
    const std::optional<std::string>& file() const noexcept;
    const std::optional<std::uint64_t>& offset() const noexcept;
    const std::optional<std::uint64_t>& compressed_offset() const noexcept;
    const std::optional<std::uint64_t>& line() const noexcept;
    const std::optional<std::string>& got() const noexcept;
    const std::optional<std::string>& wanted() const noexcept;
    const std::optional<std::string>& advice() const noexcept;

    /// The whole sentence for a person: file, offset, what, expected and found, what to do.
    const char* what() const noexcept override;
    /// The same without the file's name and the advice, for a list of files.
    std::string finding() const;

private:
    struct Detail;
    std::shared_ptr<Detail> detail_;
    void refresh();
};

} // namespace keeperfs
