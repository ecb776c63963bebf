#include "keeperfs/backup/create.h"

#include "backup/held_files.h"
#include "backup/source_findings.h"
#include "backup/store_lock.h"
#include "backup/stored_contents.h"
#include "inspect/copy_parts.h"

#include "keeperfs/base/sha256.h"
#include "keeperfs/base/text.h"
#include "keeperfs/inspect/fsck.h"
#include "keeperfs/inspect/repair.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/io/process.h"

#include <set>

namespace keeperfs::backup {

namespace {

using inspect::RepairedLog;
using inspect::SnapshotScan;

/// Collects what is written to it.
class TextSink final : public io::Sink {
public:
    void write(Bytes bytes) override { content_ += as_text(bytes); }
    void finish() override {}
    std::string& content() noexcept { return content_; }

private:
    std::string content_;
};

/// Hands out a text that it keeps.
class TextSource final : public io::Source {
public:
    explicit TextSource(std::shared_ptr<const std::string> text)
        : text_(std::move(text)), source_(as_bytes(*text_)) {}
    std::size_t read(std::span<std::uint8_t> into) override { return source_.read(into); }

private:
    std::shared_ptr<const std::string> text_;
    io::MemorySource source_;
};

std::string sha256_of(io::Source& source) {
    Sha256 hash;
    std::vector<std::uint8_t> piece(1 << 18);
    while (const std::size_t got = source.read(piece))
        hash.update(Bytes(piece).first(got));
    return hash.hex_digest();
}

/// Files of a local directory stay readable whatever becomes of their names. Of a disk in S3 a server may
/// take them away while they are read, which takes longer: then all begins anew, a few times.
constexpr int most_readings = 5;

class Creation {
public:
    Creation(io::FileSystem& files, Store& store, const CreateOptions& options, io::Meter* meter)
        : files_(files), store_(store), options_(options), meter_(meter),
          lock_(store.disk(), options.breaks_lock), contents_(store) {}

    CreateReport run() {
        for (int reading = 0; reading < most_readings; ++reading) {
            examination_.reset();
            held_.emplace(files_, options_.places);
            if (!store_all())
                continue;
            lock_.require();
            remove_what_went();
            store_.write(manifest());
            return std::move(report_);
        }
        throw Error(ErrorKind::in_use, "files went away every time while they were read")
            .file(held_->places().log_dir)
            .hint("No backup was made. The server removes or moves files faster than they can be read from "
                  "here: raise its snapshots_to_keep and reserved_log_items, or try again later.");
    }

private:
    io::FileSystem& files_;
    Store& store_;
    const CreateOptions& options_;
    io::Meter* meter_;
    StoreLock lock_;
    StoredContents contents_;
    std::optional<HeldFiles> held_;
    std::optional<inspect::Examination> examination_; ///< behind held_, whose files it reads
    inspect::RepairPlan plan_;
    CreateReport report_;
    std::set<std::string> stored_; ///< names of objects that this run has put there

    Manifest& manifest() noexcept { return report_.manifest; }
    const inspect::FsckReport& examined() const noexcept { return examination_->scanned(); }

    /// All but the manifest. False: what was read has gone meanwhile.
    bool store_all() {
        try {
            examine();
            describe();
            store_files();
        } catch (const Error&) {
            if (!held_->are_lost())
                throw;
            return false;
        }
        return !held_->are_lost();
    }

    void store_files() {
        if (meter_ != nullptr)
            meter_->start("stored and read back", 2 * held_->bytes());
        for (const inspect::CopiedSnapshot& snapshot : plan_.snapshots)
            add_snapshot(examined().scans[snapshot.directory].snapshots[snapshot.place]);
        for (const RepairedLog& log : plan_.logs)
            add_log(log);
        if (plan_.state)
            add_text(FileKind::state, "state", keeper::encode_state_file(*plan_.state));
        for (const ConfigContent& file : options_.configuration)
            add_text(FileKind::config, file.name, file.content);
        manifest().was_written_to = options_.is_running || held_->have_changed();
        manifest().findings = source_findings(examination_->finish(), plan_, manifest().was_written_to);
        report_.read_bytes = held_->bytes();
        count();
    }

    void count() {
        std::set<std::string> counted;
        for (const BackupFile& file : manifest().files)
            if (stored_.contains(file.object) && counted.insert(file.object).second) {
                ++report_.new_files;
                report_.stored_bytes += file.stored_size;
            } else {
                ++report_.reused_files;
            }
    }

    /// Files that were stored at an earlier reading, and that the source does not have any more.
    void remove_what_went() {
        for (const BackupFile& file : manifest().files)
            stored_.erase(file.object);
        for (const std::string& object : stored_)
            if (!contents_.was_there(object))
                store_.disk().remove(object);
    }

    void examine() {
        examination_.emplace(held_->files(),
                             inspect::FsckOptions{held_->places(), {}, std::nullopt, options_.replays},
                             meter_);
        plan_ = inspect::plan_repair(examined().scans, examined().own);
        require_servers_snapshot();
        if (plan_.snapshots.empty() && plan_.logs.empty())
            throw Error(ErrorKind::bad_input, "there is no snapshot and no log to make a backup of")
                .file(held_->places().log_dir.empty() ? held_->places().snapshot_dir
                                                      : held_->places().log_dir)
                .hint("Name the directories of the server's data.");
    }

    /// The snapshot that the server made just now lies here, unless a newer one has taken its place.
    void require_servers_snapshot() const {
        if (!options_.server || !options_.server->last_index)
            return;
        const std::uint64_t made = *options_.server->last_index;
        const auto& snapshots = examined().scans.front().snapshots;
        if (std::ranges::none_of(snapshots,
                                 [&](const SnapshotScan& scan) { return scan.file.index >= made; }))
            throw Error(ErrorKind::refused,
                        fmt::format("the server at {} made snapshot {}, and it is not here",
                                    escaped(options_.server->address), made))
                .file(held_->places().snapshot_dir)
                .hint("No backup was made. The server runs on other files: name its directories.");
    }

    void describe() {
        report_ = {};
        manifest().id = new_backup_id(options_.now_ms);
        manifest().created_ms = options_.now_ms;
        manifest().program_version = options_.program_version;
        manifest().host = io::this_process().host;
        manifest().log_dirs = options_.places.described(options_.places.log_dirs);
        manifest().snapshot_dirs = options_.places.described(options_.places.snapshot_dirs);
        manifest().state_file = options_.places.state_file;
        manifest().server = options_.server;
        manifest().snapshot_index = plan_.snapshot_index;
        manifest().last_index = plan_.last_index;
        manifest().term = examined().scans.front().greatest_term();
        manifest().is_encrypted = store_.has_key();
        manifest().replaced_secrets = options_.replaced_secrets;
        if (const auto last = examined().own.at(plan_.last_index))
            manifest().zxid = last->run.zxid_at(plan_.last_index);
        for (const inspect::CopiedSnapshot& copied : plan_.snapshots) {
            const SnapshotScan& scan = examined().scans.front().snapshots[copied.place];
            if (scan.header().last_log_index == plan_.last_index && manifest().zxid == 0)
                manifest().zxid = scan.header().zxid;
        }
        if (const auto members = members_of(examined().scans.front(), plan_))
            manifest().members = members->servers;
    }

    void add_snapshot(const SnapshotScan& scan) {
        BackupFile file;
        file.kind = FileKind::snapshot;
        file.name = scan.file.entry.name;
        file.first_index = file.last_index = scan.header().last_log_index;
        file.first_term = file.last_term = scan.header().last_log_term;
        file.zxid = scan.header().zxid;
        file.nodes = scan.verification.summary->nodes;
        if (scan.header().digest_version != 0)
            file.digest = scan.header().digest;
        add_held(std::move(file), scan.path, false);
    }

    void add_log(const RepairedLog& log) {
        BackupFile file;
        file.kind = FileKind::log;
        file.name = log.name;
        file.first_index = log.indices.first;
        file.last_index = log.indices.last;
        file.first_term = log.pieces.front().run.term;
        file.last_term = log.pieces.back().run.term;
        file.zxid = log.pieces.back().run.zxid_at(log.indices.last);
        const bool is_plain = inspect::codec_of(log) == keeper::ChangelogCodec::plain;
        if (log.is_copied)
            add_held(std::move(file), log.source, is_plain);
        else
            add_rewritten(std::move(file), log);
    }

    /// Byte for byte.
    void add_held(BackupFile file, const std::string& path, bool is_plain) {
        auto hash = held_->sha256_of(path);
        if (!hash) {
            io::FileSource source(held_->files(), path);
            hash = sha256_of(source);
        }
        file.size = held_->files().open_for_reading(path)->size();
        file.content_id = store_.content_id(*hash);
        try {
            add(
                std::move(file), [&] { return std::make_unique<io::FileSource>(held_->files(), path); },
                is_plain);
        } catch (Error& error) {
            if (error.kind() == ErrorKind::bad_input)
                error.file(path);
            throw;
        }
    }

    /// Its good records only. Held as a whole: no release lets a log grow far beyond its 50 MiB.
    void add_rewritten(BackupFile file, const RepairedLog& log) {
        TextSink sink;
        keeper::ChangelogWriter writer(sink, inspect::codec_of(log));
        inspect::write_records(held_->files(), log, writer, nullptr);
        writer.finish();
        add_text(std::move(file), std::move(sink.content()),
                 inspect::codec_of(log) == keeper::ChangelogCodec::plain);
    }

    void add_text(FileKind kind, const std::string& name, std::string text) {
        BackupFile file;
        file.kind = kind;
        file.name = name;
        add_text(std::move(file), std::move(text), false);
    }
    void add_text(BackupFile file, std::string text, bool is_plain) {
        const auto content = std::make_shared<const std::string>(std::move(text));
        TextSource source(content);
        file.size = content->size();
        file.content_id = store_.content_id(sha256_of(source));
        add(
            std::move(file), [&] { return std::make_unique<TextSource>(content); }, is_plain);
    }

    void add(BackupFile file, const Store::Opener& content, bool is_plain) {
        if (contents_.fill_in(file)) {
            if (meter_ != nullptr)
                meter_->add(2 * file.size);
        } else {
            store_.put(
                file, [&] { return std::make_unique<io::MeteredSource>(content(), meter_); },
                options_.compresses && is_plain);
            stored_.insert(file.object);
            store_.read_back(file, meter_);
            contents_.add(file);
        }
        manifest().files.push_back(std::move(file));
    }
};

} // namespace

CreateReport create(io::FileSystem& files, Store& store, const CreateOptions& options, io::Meter* meter) {
    return Creation(files, store, options, meter).run();
}

} // namespace keeperfs::backup
