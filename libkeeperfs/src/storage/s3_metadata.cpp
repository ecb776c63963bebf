#include "storage/s3_metadata.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <algorithm>
#include <charconv>

namespace keeperfs::storage {

namespace {

// What stands behind a backslash for each byte that may not stand in a line.
constexpr std::string_view escaped_bytes("\b\f\r\n\t\0\\'", 8);
constexpr std::string_view letters = "bfrnt0\\'";

std::string escaped_line(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (const std::size_t found = escaped_bytes.find(c); found != std::string_view::npos)
            (out += '\\') += letters[found];
        else
            out += c;
    return out;
}

class Lines {
public:
    explicit Lines(std::string_view text) : text_(text) {}

    std::uint64_t number(char end) {
        std::uint64_t value = 0;
        const char* const first = text_.data() + at_;
        const auto [stop, problem] = std::from_chars(first, text_.data() + text_.size(), value);
        if (problem != std::errc())
            fail("a number");
        at_ += static_cast<std::size_t>(stop - first);
        take(end);
        return value;
    }
    std::string text() {
        std::string value;
        for (; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
            if (text_[at_] != '\\') {
                value += text_[at_];
                continue;
            }
            if (++at_ == text_.size())
                fail("what a backslash stands before");
            const std::size_t found = letters.find(text_[at_]);
            value += found == std::string_view::npos ? text_[at_] : escaped_bytes[found];
        }
        take('\n');
        return value;
    }
    std::size_t left() const noexcept { return text_.size() - at_; }

    [[noreturn]] void fail(const char* wanted) const {
        throw Error(ErrorKind::bad_input, "this is no metadata file of an s3 disk")
            .at(at_)
            .found(at_ == text_.size() ? "the end of the file" : escaped(text_.substr(at_, 20)), wanted)
            .hint("Is this the disk's metadata_path?");
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;

    void take(char wanted) {
        if (at_ == text_.size() || text_[at_] != wanted)
            fail(wanted == '\n' ? "the end of the line" : "a tab");
        ++at_;
    }
};

std::string whole_key(std::string key, unsigned version, const std::string& prefix, const Lines& lines) {
    if (version == 1 && !key.starts_with(prefix))
        lines.fail("keys that begin with the endpoint's prefix");
    return version == 1 || version == newest_metadata_version ? key : prefix + key;
}

std::uint64_t sum_of(const std::vector<S3Metadata::Part>& parts) {
    std::uint64_t sum = 0;
    for (const S3Metadata::Part& part : parts)
        if (__builtin_add_overflow(sum, part.size, &sum))
            throw Error(ErrorKind::bad_input, "the sizes of the objects are not to be believed");
    return sum;
}

} // namespace

std::uint64_t S3Metadata::size() const noexcept {
    std::uint64_t sum = inline_data.size();
    for (const Part& part : parts)
        sum += part.size;
    return sum;
}

S3Metadata parse_s3_metadata(std::string_view text, const std::string& prefix) {
    Lines lines(text);
    S3Metadata metadata;
    const std::uint64_t version = lines.number('\n');
    if (version < 1 || version > newest_metadata_version)
        throw Error(ErrorKind::bad_input, "this version of a metadata file is not known")
            .found(std::to_string(version), "1 to 5");
    metadata.version = static_cast<unsigned>(version);
    const std::uint64_t count = lines.number('\t'), total = lines.number('\n');
    if (count > lines.left() / 3) // a digit, a tab, a line feed
        lines.fail("as many objects as the file says");
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t size = lines.number('\t');
        metadata.parts.push_back({size, whole_key(lines.text(), metadata.version, prefix, lines)});
    }
    metadata.more_links = lines.number('\n');
    if (version >= 3)
        metadata.is_read_only = lines.number('\n') != 0;
    if (version >= 4)
        metadata.inline_data = lines.text();
    if (lines.left() != 0)
        lines.fail("the end of the file");
    if (const std::uint64_t sum = sum_of(metadata.parts); !metadata.parts.empty() && sum != total)
        throw Error(ErrorKind::bad_input, "the total size is not the sum of the objects")
            .found(std::to_string(total), std::to_string(sum));
    return metadata;
}

std::string s3_metadata_text(const S3Metadata& metadata, const std::string& prefix) {
    const bool all_below = std::ranges::all_of(
        metadata.parts, [&](const S3Metadata::Part& part) { return part.key.starts_with(prefix); });
    const unsigned version = !all_below                      ? newest_metadata_version
                             : !metadata.inline_data.empty() ? std::max(metadata.version, 4U)
                                                             : metadata.version;
    const bool is_whole = version == 1 || version == newest_metadata_version;
    std::string text = fmt::format("{}\n{}\t{}\n", version, metadata.parts.size(), metadata.size());
    for (const S3Metadata::Part& part : metadata.parts)
        text += fmt::format("{}\t{}\n", part.size,
                            escaped_line(is_whole ? part.key : part.key.substr(prefix.size())));
    text += fmt::format("{}\n", metadata.more_links);
    if (version >= 3)
        text += metadata.is_read_only ? "1\n" : "0\n";
    if (version >= 4)
        text += escaped_line(metadata.inline_data) + "\n";
    return text;
}

} // namespace keeperfs::storage
