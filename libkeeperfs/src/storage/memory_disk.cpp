#include "keeperfs/base/error.h"
#include "keeperfs/storage/disk.h"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <utility>

namespace keeperfs::storage {

namespace {

struct Content {
    std::shared_ptr<const std::string> bytes; ///< shared with who reads it: it outlives its removal
    std::int64_t modified_ms = 0;
};
using Contents = std::map<std::string, Content, std::less<>>;

std::string place_of(std::string_view name) { return fmt::format("memory:{}", name); }

std::int64_t now_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

class SharedSource final : public io::Source {
public:
    explicit SharedSource(std::shared_ptr<const std::string> bytes)
        : bytes_(std::move(bytes)), source_(as_bytes(*bytes_)) {}
    std::size_t read(std::span<std::uint8_t> into) override { return source_.read(into); }
    std::optional<std::uint64_t> remaining() const override { return source_.remaining(); }

private:
    std::shared_ptr<const std::string> bytes_;
    io::MemorySource source_;
};

class ContentSink final : public io::Sink {
public:
    ContentSink(std::shared_ptr<Contents> contents, std::string_view name, Disk::Existing policy)
        : contents_(std::move(contents)), name_(name), policy_(policy) {}
    void write(Bytes bytes) override { bytes_ += as_text(bytes); }
    void finish() override {
        if (policy_ == Disk::Existing::keep && contents_->contains(name_))
            throw Error(ErrorKind::refused, "a file of that name exists already").file(place_of(name_));
        (*contents_)[name_] = {std::make_shared<const std::string>(std::move(bytes_)), now_ms()};
    }

private:
    std::shared_ptr<Contents> contents_;
    std::string name_;
    Disk::Existing policy_;
    std::string bytes_;
};

class MemoryDisk final : public Disk {
public:
    std::vector<Entry> list(std::string_view prefix) override {
        std::vector<Entry> entries;
        for (auto at = contents_->lower_bound(prefix);
             at != contents_->end() && at->first.starts_with(prefix); ++at)
            entries.push_back(entry(*at));
        return entries;
    }
    std::optional<Entry> stat(std::string_view name) override {
        const auto found = contents_->find(name);
        return found == contents_->end() ? std::nullopt : std::optional(entry(*found));
    }
    std::unique_ptr<io::Source> open(std::string_view name) override {
        const auto found = contents_->find(name);
        if (found == contents_->end())
            throw Error(ErrorKind::bad_input, "cannot open: there is no such file").file(place(name));
        return std::make_unique<SharedSource>(found->second.bytes);
    }
    std::unique_ptr<io::Sink> create(std::string_view name, Existing policy) override {
        return std::make_unique<ContentSink>(contents_, name, policy);
    }
    void remove(std::string_view name) override {
        if (const auto found = contents_->find(name); found != contents_->end())
            contents_->erase(found);
    }
    std::string place(std::string_view name) const override { return place_of(name); }

private:
    std::shared_ptr<Contents> contents_ = std::make_shared<Contents>(); ///< shared with its open sinks

    static Entry entry(const Contents::value_type& file) {
        return {file.first, file.second.bytes->size(), file.second.modified_ms};
    }
};

} // namespace

std::unique_ptr<Disk> memory_disk() { return std::make_unique<MemoryDisk>(); }

} // namespace keeperfs::storage
