#include "recover/snapshot_section.h"

#include "base/siphash.h"
#include "keeper/ch_encoding.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/codecs.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/io/window.h"
#include "keeperfs/keeper/snapshot_reader.h"

#include <algorithm>
#include <thread>

namespace keeperfs::recover {

namespace {

using keeper::SnapshotCodec;
using keeper::SnapshotReader;

/// Of the file that is read, and the same of what is written.
struct Layout {
    SnapshotCodec codec{};
    std::uint64_t begin = 0, end = 0; ///< of the section
    std::uint64_t unknown_bytes = 0;  ///< behind it
    std::optional<std::string> section;
};

Layout layout_of(io::Source& file) {
    SnapshotReader reader(file, keeper::Decoding::ahead);
    for (keeper::SnapshotNode node; reader.next(node);)
        continue;
    return {reader.codec(), reader.membership_begin(), reader.membership_end(), reader.unknown_bytes(),
            reader.cluster_configuration()};
}

std::unique_ptr<io::Source> decoded(io::Source& file, SnapshotCodec codec) {
    return codec == SnapshotCodec::zstd ? io::zstd_source(file, io::OpenFrame::is_an_error)
                                        : io::compressed_blocks_source(file);
}

/// The level of the servers (keeper-files 1): what they write next looks the same.
std::unique_ptr<io::Sink> encoding(io::Sink& file, SnapshotCodec codec) {
    constexpr int level = 3;
    return codec == SnapshotCodec::zstd
               ? io::zstd_sink(file, level, std::max(1U, std::thread::hardware_concurrency()))
               : io::compressed_blocks_sink(file);
}

/// Calls `take` with what comes, up to the offset `to` or the end of the stream.
template <class Take> void pass(io::Window& from, std::uint64_t to, const Take& take) {
    while (from.offset() < to) {
        Bytes view = from.want(1);
        if (view.empty())
            return;
        view = view.first(static_cast<std::size_t>(std::min<std::uint64_t>(view.size(), to - from.offset())));
        take(view);
        from.consume(view.size());
    }
}

/// What stays: the bytes before the section and behind it.
template <class Take, class Between>
void pass_around(io::Source& file, const Layout& layout, const Take& take, const Between& between) {
    const auto stream = decoded(file, layout.codec);
    io::Window window(*stream);
    pass(window, layout.begin, take);
    between();
    pass(window, layout.end, [](Bytes) {});
    pass(window, UINT64_MAX, take);
}

class HashedSink {
public:
    explicit HashedSink(io::Sink& to) : to_(to) {}
    void operator()(Bytes bytes) {
        hash.update(bytes);
        to_.write(bytes);
    }
    SipHash hash;

private:
    io::Sink& to_;
};

void check_written(storage::Disk& disk, const std::string& name, const Layout& old,
                   const std::string& section, std::uint64_t hash) {
    const Layout written = layout_of(*disk.open(name));
    SipHash again;
    pass_around(
        *disk.open(name), written, [&](Bytes bytes) { again.update(bytes); }, [] {});
    if (written.codec != old.codec || written.begin != old.begin || written.section != section ||
        written.unknown_bytes != old.unknown_bytes || again.digest() != hash)
        throw Error(ErrorKind::bad_output, "the snapshot reads back with another content than was written")
            .file(disk.place(name));
}

} // namespace

void copy_with_section(io::FileSystem& files, const std::string& from, storage::Disk& disk,
                       const std::string& name, const keeper::ClusterConfig& membership, io::Meter* meter) {
    auto first = io::metered_file(files, from, meter);
    const Layout layout = layout_of(first);
    const std::string section = keeper::encode_cluster_config(membership);
    auto second = io::metered_file(files, from, meter);
    const auto file = disk.create(name, storage::Disk::Existing::keep);
    const auto sink = encoding(*file, layout.codec);
    HashedSink kept(*sink);
    pass_around(
        second, layout, [&](Bytes bytes) { kept(bytes); },
        [&] {
            std::string encoded;
            keeper::append_string(encoded, as_bytes(section));
            sink->write(as_bytes(encoded));
        });
    sink->finish();
    file->finish();
    check_written(disk, name, layout, section, kept.hash.digest());
}

} // namespace keeperfs::recover
