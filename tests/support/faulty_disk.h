#pragma once
// A disk that tells before every call what it is about to do, so that a test can make it fail, slow, or the
// last thing that a run does.
#include "keeperfs/storage/disk.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keeperfs::test {

enum class DiskCall : std::uint8_t { list, stat, open, read, create, write, finish, remove };

class FaultyDisk final : public storage::Disk {
public:
    using Before = std::function<void(DiskCall, const std::string& name)>;
    FaultyDisk(std::shared_ptr<storage::Disk> real, Before before)
        : real_(std::move(real)), before_(std::move(before)) {}

    std::vector<storage::Entry> list(std::string_view prefix) override {
        before_(DiskCall::list, std::string(prefix));
        return real_->list(prefix);
    }
    std::optional<storage::Entry> stat(std::string_view name) override {
        before_(DiskCall::stat, std::string(name));
        return real_->stat(name);
    }
    std::unique_ptr<io::Source> open(std::string_view name) override {
        before_(DiskCall::open, std::string(name));
        return std::make_unique<FaultySource>(real_->open(name), std::string(name), before_);
    }
    std::unique_ptr<io::Sink> create(std::string_view name, Existing policy) override {
        before_(DiskCall::create, std::string(name));
        return std::make_unique<FaultySink>(real_->create(name, policy), std::string(name), before_);
    }
    void remove(std::string_view name) override {
        before_(DiskCall::remove, std::string(name));
        real_->remove(name);
    }
    std::string place(std::string_view name) const override { return real_->place(name); }

private:
    struct FaultySource final : io::Source {
        std::unique_ptr<io::Source> real;
        std::string name;
        Before before;
        FaultySource(std::unique_ptr<io::Source> source, std::string file, Before call)
            : real(std::move(source)), name(std::move(file)), before(std::move(call)) {}
        std::size_t read(std::span<std::uint8_t> into) override {
            before(DiskCall::read, name);
            return real->read(into);
        }
        std::optional<std::uint64_t> remaining() const override { return real->remaining(); }
    };
    struct FaultySink final : io::Sink {
        std::unique_ptr<io::Sink> real;
        std::string name;
        Before before;
        FaultySink(std::unique_ptr<io::Sink> sink, std::string file, Before call)
            : real(std::move(sink)), name(std::move(file)), before(std::move(call)) {}
        void write(Bytes bytes) override {
            before(DiskCall::write, name);
            real->write(bytes);
        }
        void finish() override {
            before(DiskCall::finish, name);
            real->finish();
        }
    };

    std::shared_ptr<storage::Disk> real_;
    Before before_;
};

} // namespace keeperfs::test
