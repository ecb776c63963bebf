#include "keeperfs/base/error.h"

#include "keeperfs/base/text.h"

#include <fmt/format.h>

namespace keeperfs {

struct Error::Detail {
    ErrorKind kind;
    std::string message;
    std::optional<std::string> file, got, wanted, advice;
    std::optional<std::uint64_t> offset, compressed_offset, line;
    std::string sentence;
};

Error::Error(ErrorKind kind, std::string what) : detail_(std::make_shared<Detail>()) {
    detail_->kind = kind;
    detail_->message = std::move(what);
    refresh();
}
Error::Error(const Error&) noexcept = default;
Error& Error::operator=(const Error&) noexcept = default;
Error::~Error() = default;

Error& Error::file(std::string path) & {
    if (!detail_->file)
        detail_->file = std::move(path);
    refresh();
    return *this;
}
Error& Error::at(std::uint64_t offset) & {
    if (!detail_->offset)
        detail_->offset = offset;
    refresh();
    return *this;
}
Error& Error::at_compressed(std::uint64_t offset) & {
    if (!detail_->compressed_offset)
        detail_->compressed_offset = offset;
    refresh();
    return *this;
}
Error& Error::line(std::uint64_t number) & {
    if (!detail_->line)
        detail_->line = number;
    refresh();
    return *this;
}
Error& Error::found(std::string got, std::string wanted) & {
    detail_->got = std::move(got);
    detail_->wanted = std::move(wanted);
    refresh();
    return *this;
}
Error& Error::hint(std::string advice) & {
    if (!detail_->advice)
        detail_->advice = std::move(advice);
    refresh();
    return *this;
}

ErrorKind Error::kind() const noexcept { return detail_->kind; }
const std::string& Error::message() const noexcept { return detail_->message; }
const std::optional<std::string>& Error::file() const noexcept { return detail_->file; }
const std::optional<std::uint64_t>& Error::offset() const noexcept { return detail_->offset; }
const std::optional<std::uint64_t>& Error::compressed_offset() const noexcept {
    return detail_->compressed_offset;
}
const std::optional<std::uint64_t>& Error::line() const noexcept { return detail_->line; }
const std::optional<std::string>& Error::got() const noexcept { return detail_->got; }
const std::optional<std::string>& Error::wanted() const noexcept { return detail_->wanted; }
const std::optional<std::string>& Error::advice() const noexcept { return detail_->advice; }
const char* Error::what() const noexcept { return detail_->sentence.c_str(); }

std::string Error::finding() const {
    const Detail& d = *detail_;
    std::string out;
    if (d.line)
        out += fmt::format("line {}: ", *d.line);
    if (d.offset && d.compressed_offset)
        out += fmt::format("at byte {} of the decompressed data (byte {} of the file): ", *d.offset,
                           *d.compressed_offset);
    else if (d.offset)
        out += fmt::format("at byte {}: ", *d.offset);
    else if (d.compressed_offset)
        out += fmt::format("at byte {} of the file: ", *d.compressed_offset);
    out += d.message;
    if (d.got)
        out += fmt::format(" (expected {}, found {})", *d.wanted, *d.got);
    return out;
}

void Error::refresh() {
    std::string out = (detail_->file ? escaped(*detail_->file) + ": " : "") + finding();
    if (!out.empty() && out.back() != '.' && out.back() != '?')
        out += '.';
    if (detail_->advice)
        out += " " + *detail_->advice;
    detail_->sentence = std::move(out);
}

} // namespace keeperfs
