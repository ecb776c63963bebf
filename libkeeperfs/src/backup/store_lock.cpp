#include "backup/store_lock.h"

#include "base/cipher.h"

#include "keeperfs/base/json_value.h"
#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/cancel.h"
#include "keeperfs/io/process.h"

namespace keeperfs::backup {

namespace {

constexpr std::size_t most_lock_bytes = 4096;
constexpr std::size_t token_bytes = 16;

std::string content_of_own() {
    const io::ProcessIdentity own = io::this_process();
    // One process may hold it twice, one time after the other.
    std::array<std::uint8_t, token_bytes> token{};
    fill_with_random(token);
    JsonWriter json(JsonWriter::Style::compact);
    json.begin_object()
        .member("host", own.host)
        .member("boot", own.boot)
        .member("space", own.space)
        .member("process", own.number)
        .member("started", own.started)
        .member("token", hex_bytes(token))
        .end_object();
    return std::string(json.view());
}

io::ProcessIdentity holder_of(std::string_view content) {
    io::ProcessIdentity holder;
    const auto json = parse_json(content);
    if (!json)
        return holder;
    const auto text = [&](std::string_view name) {
        const JsonValue* const found = json->find(name);
        const auto* value = found == nullptr ? nullptr : found->as<std::string>();
        return value == nullptr ? std::string() : *value;
    };
    holder.host = text("host");
    holder.boot = text("boot");
    holder.space = text("space");
    holder.started = text("started");
    if (const JsonValue* const number = json->find("process"); number != nullptr)
        if (const auto* value = number->as<std::int64_t>())
            holder.number = *value;
    return holder;
}

} // namespace

StoreLock::StoreLock(storage::Disk& disk, bool breaks) : disk_(disk), content_(content_of_own()) {
    if (take())
        return;
    const io::ProcessIdentity holder = holder_of(held());
    const io::Life life = io::life_of(holder);
    if (life == io::Life::runs || (life == io::Life::unknown && !breaks)) {
        Error error(ErrorKind::in_use,
                    fmt::format("process {} of {} holds the lock of the store", holder.number,
                                holder.host.empty() ? "an unknown host" : escaped(holder.host)));
        error.file(disk_.place(Store::lock_name));
        error.hint(life == io::Life::runs
                       ? "Wait until it is done."
                       : "It cannot be seen from here whether it still runs. If it does not, "
                         "--break-lock takes the lock from it.");
        throw error;
    }
    disk_.remove(Store::lock_name);
    if (!take())
        throw Error(ErrorKind::in_use, "another run took the lock of the store")
            .file(disk_.place(Store::lock_name));
    require();
}

StoreLock::~StoreLock() {
    try {
        const io::CleaningUp cleaning_up;
        if (held() == content_)
            disk_.remove(Store::lock_name);
    } catch (const std::exception&) {
        // The next run finds that this one has ended.
    }
}

bool StoreLock::take() {
    if (disk_.stat(Store::lock_name))
        return false;
    try {
        const auto sink = disk_.create(Store::lock_name, storage::Disk::Existing::keep);
        sink->write(as_bytes(content_));
        sink->finish();
        return true;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::refused)
            throw;
        return false;
    }
}

std::string StoreLock::held() const {
    if (!disk_.stat(Store::lock_name))
        return {};
    const auto source = disk_.open(Store::lock_name);
    std::string content(most_lock_bytes, '\0');
    std::size_t filled = 0;
    auto* bytes = reinterpret_cast<std::uint8_t*>(content.data());
    while (filled < content.size()) {
        const std::size_t got = source->read({bytes + filled, content.size() - filled});
        if (got == 0)
            break;
        filled += got;
    }
    content.resize(filled);
    return content;
}

void StoreLock::require() const {
    if (held() != content_)
        throw Error(ErrorKind::in_use, "another run took the lock of the store away")
            .file(disk_.place(Store::lock_name))
            .hint("Nothing was removed, and no backup was made. Begin again.");
}

} // namespace keeperfs::backup
