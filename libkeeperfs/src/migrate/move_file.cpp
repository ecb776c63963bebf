#include "migrate/move_file.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/cancel.h"
#include "keeperfs/migrate/inventory.h"

namespace keeperfs::migrate {

namespace {

using storage::Disk;

class FileMove {
public:
    FileMove(const Layout& layout, const Move& move, Pace& pace)
        : from_(*layout.places[move.from].disk), to_(*layout.places[move.to].disk), name_(move.name),
          marker_(marker_of(move.name)), pace_(pace) {}

    std::string copy() {
        to_.create(marker_, Disk::Existing::replace)->finish();
        Content copied;
        try {
            copied = copy_content(from_, to_, name_, pace_);
            compare(copied, read_content(to_, name_, pace_));
        } catch (const Error&) {
            take_back();
            throw;
        }
        to_.remove(marker_);
        return copied.sha256;
    }
    std::string compare_double() {
        if (to_.stat(marker_))
            throw Error(ErrorKind::in_use, "a marker has come beside this file since it was planned")
                .file(to_.place(name_));
        const Content source = read_content(from_, name_, pace_);
        compare(source, read_content(to_, name_, pace_));
        return source.sha256;
    }
    void remove_source(std::uint64_t planned) {
        const auto now = from_.stat(name_);
        if (!now || now->size != planned)
            throw Error(ErrorKind::in_use, "the file has changed since it was planned")
                .file(from_.place(name_))
                .hint("It stays. Is a server running? Stop it first.");
        from_.remove(name_);
    }

private:
    Disk &from_, &to_;
    const std::string& name_;
    std::string marker_;
    Pace& pace_;

    void compare(const Content& source, const Content& copy) const {
        if (source != copy)
            throw Error(ErrorKind::bad_output, "the copy, read back, is not what the source is")
                .file(to_.place(name_))
                .found(copy.sha256, source.sha256)
                .hint("The source stays. Look for errors of that disk, then run it again.");
    }
    /// First the copy: alone, the marker does no harm.
    void take_back() noexcept {
        try {
            const io::CleaningUp cleaning_up;
            to_.remove(name_);
            to_.remove(marker_);
        } catch (const Error&) {
            // A failure is on its way already, and what stays is marked as unfinished.
        }
    }
};

} // namespace

std::string move_file(const Layout& layout, const Move& move, bool keeps_source, Pace& pace) {
    FileMove file(layout, move, pace);
    const std::string sha256 = move.action == Action::copy ? file.copy() : file.compare_double();
    if (!keeps_source)
        file.remove_source(move.bytes);
    return sha256;
}

} // namespace keeperfs::migrate
