#include "keeperfs/migrate/migrate.h"

#include "migrate/move_file.h"
#include "migrate/same_place.h"

#include "keeperfs/io/cancel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <set>
#include <thread>

namespace keeperfs::migrate {

namespace {

class Migration {
public:
    Migration(io::FileSystem& files, const Layout& layout, const Plan& plan, const MigrationOptions& options,
              io::Meter* meter)
        : files_(files), layout_(layout), plan_(plan), options_(options),
          pace_(options.bytes_per_second, meter) {
        if (meter != nullptr)
            meter->start("moved", 2 * bytes_to_read());
    }

    MigrationReport run() {
        prepare();
        std::vector<const Move*> usual;
        for (const Move& move : plan_.moves)
            if (move.kind == FileKind::state)
                done(move, copy_state(layout_, move));
            else if (!move.is_newest)
                usual.push_back(&move);
        move_at_once(usual);
        for (const Move& move : plan_.moves)
            if (move.is_newest)
                move_one(move);
        if (!options_.keeps_sources)
            remove_state_sources();
        return std::move(report_);
    }

private:
    io::FileSystem& files_;
    const Layout& layout_;
    const Plan& plan_;
    const MigrationOptions& options_;
    Pace pace_;
    std::mutex mutex_;
    MigrationReport report_;
    std::exception_ptr failure_;

    std::uint64_t bytes_to_read() const {
        std::uint64_t bytes = 0;
        for (const Move& move : plan_.moves)
            bytes += move.kind == FileKind::state ? 0 : move.bytes;
        return bytes;
    }
    void prepare() {
        std::set<std::pair<std::size_t, std::size_t>> ways;
        for (const Move& move : plan_.moves) {
            const std::string& directory = layout_.places[move.to].directory;
            if (!directory.empty() && !files_.is_directory(directory))
                files_.make_directory(directory);
            if (ways.emplace(move.from, move.to).second)
                refuse_same_place(layout_.places[move.from], layout_.places[move.to]);
        }
    }
    void done(const Move& move, std::string sha256) {
        const std::lock_guard lock(mutex_);
        report_.files.push_back({move, std::move(sha256)});
        report_.bytes += move.action == Action::copy ? move.bytes : 0;
    }
    void move_one(const Move& move) { done(move, move_file(layout_, move, options_.keeps_sources, pace_)); }

    /// A file that lies on several sources is moved from one of them, and compared with the others after
    /// that.
    void move_at_once(std::vector<const Move*> moves) {
        const auto end_of_copies = std::stable_partition(
            moves.begin(), moves.end(), [](const Move* move) { return move->action == Action::copy; });
        work({moves.begin(), end_of_copies});
        work({end_of_copies, moves.end()});
    }
    void work(const std::vector<const Move*>& moves) {
        std::atomic<std::size_t> next{0};
        const auto take_moves = [&] {
            for (std::size_t i = next++; i < moves.size(); i = next++)
                try {
                    move_one(*moves[i]);
                } catch (...) {
                    const std::lock_guard lock(mutex_);
                    if (!failure_)
                        failure_ = std::current_exception();
                    next = moves.size();
                }
        };
        {
            std::vector<std::jthread> others;
            for (std::size_t i = 1; i < std::min(options_.files_at_once, moves.size()); ++i)
                others.emplace_back(take_moves);
            take_moves();
        }
        if (failure_)
            std::rethrow_exception(failure_);
    }
    void remove_state_sources() {
        for (const Move& move : plan_.moves)
            if (move.kind == FileKind::state)
                remove_state(*layout_.places[move.from].disk);
    }
};

} // namespace

MigrationReport migrate(io::FileSystem& files, const Layout& layout, const Plan& plan,
                        const MigrationOptions& options, io::Meter* meter) {
    return Migration(files, layout, plan, options, meter).run();
}

} // namespace keeperfs::migrate
