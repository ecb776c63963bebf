#include "keeperfs/keeper/changelog_writer.h"

#include "base/siphash.h"
#include "io/zstd_frames.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/changelog_format.h"

#include <fmt/format.h>

namespace keeperfs::keeper {

namespace format = changelog_format;

struct ChangelogWriter::State {
    io::Sink& file;
    std::unique_ptr<io::Sink> codec; ///< none: plain
    std::string header{};

    io::Sink& target() { return codec ? *codec : file; }
};

ChangelogWriter::ChangelogWriter(io::Sink& file, ChangelogCodec codec)
    : state_(new State{file, codec == ChangelogCodec::zstd ? io::zstd_log_sink(file) : nullptr}) {}
ChangelogWriter::~ChangelogWriter() = default;

void ChangelogWriter::write(const ChangelogRecord& record) {
    if (record.version > format::newest_record_version)
        throw Error(ErrorKind::refused, "no release reads a record of this version")
            .found(std::to_string(record.version), fmt::format("at most {}", format::newest_record_version));
    std::string& header = state_->header;
    header.assign(sizeof(std::uint64_t), '\0');
    append_le(header, record.version);
    append_le(header, record.index);
    append_le(header, record.term);
    append_le(header, static_cast<std::int32_t>(record.type));
    append_le(header, static_cast<std::uint64_t>(record.blob.size()));
    SipHash hash;
    hash.update(as_bytes(header).subspan(sizeof(std::uint64_t)));
    hash.update(record.blob);
    store_le(reinterpret_cast<std::uint8_t*>(header.data()), hash.digest());
    state_->target().write(as_bytes(header));
    state_->target().write(record.blob);
}

void ChangelogWriter::finish() {
    if (state_->codec)
        state_->codec->finish();
    state_->file.finish();
}

std::string changelog_name(std::uint64_t from, std::uint64_t to, ChangelogCodec codec) {
    return fmt::format("changelog_{}_{}.bin{}", from, to, codec == ChangelogCodec::zstd ? ".zstd" : "");
}

} // namespace keeperfs::keeper
