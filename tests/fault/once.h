#pragma once
#include "support/faulty_filesystem.h"

#include <functional>
#include <mutex>
#include <string>
#include <utility>

namespace keeperfs::test {

/// Calls `act` once, before the call of that kind and number on that file.
class Once {
public:
    Once(Call call, std::string name, int number, std::function<void()> act)
        : call_(call), name_(std::move(name)), number_(number), act_(std::move(act)) {}
    void operator()(Call call, const std::string& path) {
        const std::lock_guard lock(mutex_);
        if (call == call_ && io::name_of(path) == name_ && ++seen_ == number_)
            act_();
    }
    int seen() const { return seen_; }

private:
    std::mutex mutex_;
    Call call_;
    std::string name_;
    int number_, seen_ = 0;
    std::function<void()> act_;
};

} // namespace keeperfs::test
