#include "keeperfs/backup/verify.h"

#include "backup/backup_files.h"
#include "backup/source_findings.h"

#include "keeperfs/base/sha256.h"
#include "keeperfs/base/text.h"
#include "keeperfs/inspect/fsck.h"

#include <map>
#include <set>

namespace keeperfs::backup {

namespace {

Finding finding_of(std::string code, const Error& error, std::string file, std::string hint) {
    return {Severity::error, std::move(code), error.file().value_or(std::move(file)),
            error.offset(),  error.finding(), std::move(hint)};
}

/// The object as it lies there, for those who have no key.
void check_stored(Store& store, const BackupFile& file, io::Meter* meter) {
    const auto object = store.disk().open(file.object);
    Sha256 hash;
    std::uint64_t size = 0;
    std::vector<std::uint8_t> piece(1 << 18);
    while (const std::size_t got = object->read(piece)) {
        hash.update(Bytes(piece).first(got));
        size += got;
        if (meter != nullptr)
            meter->add(got);
    }
    if (size != file.stored_size || hash.hex_digest() != file.stored_sha256)
        throw Error(ErrorKind::bad_input, "the stored file is not the one that the manifest lists")
            .file(store.disk().place(file.object));
}

class Verification {
public:
    Verification(io::FileSystem& files, Store& store, const VerifyOptions& options, io::Meter* meter)
        : files_(files), store_(store), options_(options), meter_(meter), listed_(store.list()) {}

    VerifyReport run() {
        std::uint64_t bytes = 0;
        for (const ListedBackup* listed : wanted())
            bytes += listed->manifest ? listed->manifest->size() : 0;
        if (meter_ != nullptr)
            meter_->start("read", bytes);
        for (const ListedBackup* listed : wanted())
            report_.backups.push_back(verify_one(*listed));
        if (options_.id.empty())
            find_extra_objects();
        return std::move(report_);
    }

private:
    io::FileSystem& files_;
    Store& store_;
    const VerifyOptions& options_;
    io::Meter* meter_;
    std::vector<ListedBackup> listed_;
    VerifyReport report_;
    std::map<std::string, std::optional<Error>> checked_; ///< objects, and what is wrong with them

    std::vector<const ListedBackup*> wanted() const {
        std::vector<const ListedBackup*> wanted;
        for (const ListedBackup& listed : listed_)
            if (options_.id.empty() || listed.id == options_.id)
                wanted.push_back(&listed);
        if (wanted.empty())
            throw Error(ErrorKind::bad_input,
                        options_.id.empty() ? std::string("there is no backup here")
                                            : fmt::format("there is no backup {}", escaped(options_.id)))
                .file(store_.disk().place(""))
                .hint("keeperctl backup list shows what there is.");
        return wanted;
    }

    VerifiedBackup verify_one(const ListedBackup& listed) {
        VerifiedBackup verified;
        verified.id = listed.id;
        if (!listed.manifest) {
            verified.findings.push_back(finding_of("backup.manifest-damaged", *listed.problem,
                                                   store_.disk().place(Store::manifest_name(listed.id)),
                                                   listed.problem->advice().value_or("")));
            return verified;
        }
        const Manifest& manifest = *listed.manifest;
        verified.created_ms = manifest.created_ms;
        verified.last_index = manifest.last_index;
        for (const BackupFile& file : manifest.files)
            if (const auto& problem = problem_of(file, manifest))
                verified.findings.push_back(finding_of(
                    "backup.file-damaged", *problem, store_.disk().place(file.object),
                    fmt::format("It is {} of this backup, which cannot be restored. Make another one.",
                                escaped(file.name))));
        if (verified.findings.empty() && (!manifest.is_encrypted || store_.has_key()))
            load(manifest, verified);
        return verified;
    }

    const std::optional<Error>& problem_of(const BackupFile& file, const Manifest& manifest) {
        const auto [entry, is_new] = checked_.try_emplace(file.object);
        if (!is_new)
            return entry->second;
        ++report_.objects;
        report_.bytes += file.stored_size;
        try {
            if (manifest.is_encrypted && !store_.has_key())
                check_stored(store_, file, meter_);
            else
                check_content(store_, file, meter_);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::bad_input)
                throw;
            entry->second = error;
        }
        return entry->second;
    }

    void load(const Manifest& manifest, VerifiedBackup& verified) {
        BackupFiles backup(files_, store_, {&manifest, 1});
        const inspect::FsckReport report =
            inspect::fsck(backup.files(), {backup.places(), {}, std::nullopt, options_.replays}, meter_);
        const inspect::RepairPlan plan = inspect::plan_repair(report.scans, report.own);
        verified.was_loaded = true;
        verified.records_replayed = report.records_replayed;
        verified.digests_compared = report.digests_compared;
        if (const inspect::SnapshotScan* newest = report.scans.front().newest_sound())
            verified.nodes = newest->verification.summary->nodes;
        // What was wrong with the source already the manifest says; it does not keep the backup from loading.
        std::set<std::string> known;
        for (const Finding& finding : manifest.findings)
            known.insert(finding.code);
        for (Finding& finding : source_findings(report, plan, false))
            if (!known.contains(finding.code))
                verified.findings.push_back(std::move(finding));
        if (plan.last_index != manifest.last_index)
            verified.findings.push_back({Severity::error, "backup.another-index",
                                         store_.disk().place(Store::manifest_name(manifest.id)), std::nullopt,
                                         fmt::format("its files lead to record {}, and the manifest says {}",
                                                     plan.last_index, manifest.last_index),
                                         ""});
    }

    void find_extra_objects() {
        std::set<std::string> used;
        bool all_are_known = true;
        for (const ListedBackup& listed : listed_) {
            all_are_known = all_are_known && listed.manifest;
            if (listed.manifest)
                for (const BackupFile& file : listed.manifest->files)
                    used.insert(file.object);
        }
        for (const storage::Entry& entry : store_.disk().list(Store::object_prefix))
            if (!used.contains(entry.name))
                report_.findings.push_back(
                    {Severity::warning, "backup.extra-file", store_.disk().place(entry.name), std::nullopt,
                     all_are_known ? "no backup has this file" : "no backup that can be read has this file",
                     "It is of a run that did not end, or somebody put it here; keeperctl backup prune "
                     "removes "
                     "it."});
    }
};

} // namespace

bool VerifyReport::is_well() const noexcept {
    return findings.empty() && std::ranges::all_of(backups, &VerifiedBackup::is_well);
}

VerifyReport verify(io::FileSystem& files, Store& store, const VerifyOptions& options, io::Meter* meter) {
    return Verification(files, store, options, meter).run();
}

} // namespace keeperfs::backup
