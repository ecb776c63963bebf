#include "migrate/state_files.h"

#include "keeperfs/base/error.h"

namespace keeperfs::migrate {

namespace {

/// More is no state file of any release.
constexpr std::size_t most_state_bytes = 1024;

/// nullopt: it is not there.
std::optional<std::string> bytes_of(storage::Disk& disk, const char* name) {
    if (!disk.stat(name))
        return std::nullopt;
    return state_bytes(*disk.open(name));
}

std::optional<keeper::RaftState> decoded(const std::string& bytes) {
    try {
        return keeper::decode_state_file(as_bytes(bytes));
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input)
            throw;
        return std::nullopt;
    }
}

} // namespace

std::string state_bytes(io::Source& source) {
    std::array<std::uint8_t, most_state_bytes> content{};
    std::size_t size = 0;
    while (const std::size_t got = source.read(std::span(content).subspan(size)))
        size += got;
    return std::string(as_text(Bytes(content).first(size)));
}

StateFiles read_state_files(storage::Disk& disk) {
    StateFiles found;
    const bool is_locked = disk.stat(state_lock_name).has_value();
    found.has_any = is_locked;
    for (const char* name : {state_name, old_state_name}) {
        const auto bytes = bytes_of(disk, name);
        found.has_any = found.has_any || bytes.has_value();
        if (!bytes || found.name || (name == old_state_name && is_locked))
            continue;
        if (const auto state = decoded(*bytes)) {
            found.name = name;
            found.bytes = *bytes;
            found.state = *state;
        }
    }
    return found;
}

} // namespace keeperfs::migrate
