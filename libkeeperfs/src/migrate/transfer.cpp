#include "migrate/transfer.h"

#include "keeperfs/base/sha256.h"
#include "keeperfs/io/cancel.h"

namespace keeperfs::migrate {

namespace {

constexpr std::size_t at_once = std::size_t{1} << 20;

template <class Take>
Content read_all(storage::Disk& disk, std::string_view name, Pace& pace, const Take& take) {
    const auto source = disk.open(name);
    std::vector<std::uint8_t> buffer(at_once);
    Sha256 hash;
    Content content;
    while (const std::size_t got = source->read(buffer)) {
        io::throw_if_cancelled();
        const Bytes piece = Bytes(buffer).first(got);
        hash.update(piece);
        take(piece);
        content.bytes += got;
        pace.spend(got);
    }
    content.sha256 = hash.hex_digest();
    return content;
}

} // namespace

void Pace::spend(std::size_t bytes) {
    if (meter_ != nullptr)
        meter_->add(bytes);
    if (!bytes_per_second_)
        return;
    using namespace std::chrono;
    const auto cost = duration_cast<steady_clock::duration>(
        duration<double>(static_cast<double>(bytes) / static_cast<double>(*bytes_per_second_)));
    steady_clock::time_point until;
    {
        const std::lock_guard lock(mutex_);
        free_at_ = std::max(free_at_, steady_clock::now()) + cost;
        until = free_at_;
    }
    io::pause(ceil<milliseconds>(until - steady_clock::now()));
}

Content read_content(storage::Disk& disk, std::string_view name, Pace& pace) {
    return read_all(disk, name, pace, [](Bytes) {});
}

Content copy_content(storage::Disk& from, storage::Disk& to, std::string_view name, Pace& pace) {
    const auto sink = to.create(name, storage::Disk::Existing::replace);
    Content content = read_all(from, name, pace, [&](Bytes piece) { sink->write(piece); });
    sink->finish();
    return content;
}

} // namespace keeperfs::migrate
