#include "keeperfs/io/process.h"

#include <unistd.h>

#include <fstream>
#include <iterator>

namespace keeperfs::io {

namespace {

constexpr std::size_t longest_name = 256;
constexpr int start_field = 22, first_field_behind_name = 3;

std::string content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string word_of(std::string text) {
    text.erase(std::min(text.find('\n'), text.size()));
    return text;
}

std::string target_of(const std::string& link) {
    std::array<char, longest_name> target{};
    const auto size = ::readlink(link.c_str(), target.data(), target.size());
    return size < 0 ? std::string() : std::string(target.data(), static_cast<std::size_t>(size));
}

/// Empty: there is no such process. The name, in brackets, may hold blanks and brackets itself.
std::string start_of(std::int64_t number) {
    const std::string stat = content_of("/proc/" + std::to_string(number) + "/stat");
    std::size_t at = stat.rfind(')');
    if (at == std::string::npos)
        return {};
    at += 2;
    // One that ended and was not waited for yet writes no more.
    if (stat.substr(at, 1) == "Z")
        return {};
    for (int field = first_field_behind_name; field < start_field && at != std::string::npos; ++field) {
        at = stat.find(' ', at);
        at += at == std::string::npos ? 0 : 1;
    }
    return at == std::string::npos ? std::string() : stat.substr(at, stat.find(' ', at) - at);
}

} // namespace

ProcessIdentity this_process() {
    ProcessIdentity own;
    std::array<char, longest_name> name{};
    if (::gethostname(name.data(), name.size() - 1) == 0)
        own.host = name.data();
    own.boot = word_of(content_of("/proc/sys/kernel/random/boot_id"));
    own.space = target_of("/proc/self/ns/pid");
    own.number = ::getpid();
    own.started = start_of(own.number);
    return own;
}

Life life_of(const ProcessIdentity& process) {
    const ProcessIdentity own = this_process();
    if (process.host != own.host || own.boot.empty() || process.boot.empty())
        return Life::unknown;
    if (process.boot != own.boot)
        return Life::ended;
    if (process.space != own.space)
        return Life::unknown;
    return start_of(process.number) == process.started && !process.started.empty() ? Life::runs : Life::ended;
}

} // namespace keeperfs::io
