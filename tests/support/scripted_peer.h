#pragma once
// A server of HTTP on 127.0.0.1 that says what the test wrote down.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace test {

class ScriptedPeer {
public:
    /// One answer for each request, in their order; an empty one closes the connection, `silence` says
    /// nothing until the client goes.
    static constexpr const char* silence = "(silence)";
    explicit ScriptedPeer(std::vector<std::string> answers) : answers_(std::move(answers)) {
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof place;
        ::bind(listener_, reinterpret_cast<const sockaddr*>(&place), size);
        ::listen(listener_, 8);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&place), &size);
        port_ = ntohs(place.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~ScriptedPeer() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    ScriptedPeer(const ScriptedPeer&) = delete;
    ScriptedPeer& operator=(const ScriptedPeer&) = delete;

    std::string url(std::string_view path, std::string_view scheme = "http") const {
        return std::string(scheme) + "://127.0.0.1:" + std::to_string(port_) + std::string(path);
    }
    std::uint16_t port() const noexcept { return port_; }
    /// As they came; to be read when their answers were received.
    const std::vector<std::string>& requests() const noexcept { return requests_; }
    int connections() const noexcept { return connections_; }

private:
    std::vector<std::string> answers_, requests_;
    int listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    std::uint16_t port_ = 0;
    std::atomic<int> connections_{0};
    std::thread thread_;

    void serve() {
        for (std::size_t next = 0; next < answers_.size();) {
            const int fd = ::accept(listener_, nullptr, nullptr);
            if (fd < 0)
                return;
            ++connections_;
            while (next < answers_.size() && answer(fd, answers_[next]))
                ++next;
            ++next;
            ::close(fd);
        }
    }
    /// False: the connection is over.
    bool answer(int fd, const std::string& text) {
        std::string request = read_request(fd);
        if (request.empty())
            return false;
        requests_.push_back(std::move(request));
        if (text == silence) {
            read_more(fd, request);
            return false;
        }
        ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
        return text.find("Content-Length") != std::string::npos && text.find("close") == std::string::npos;
    }
    static bool read_more(int fd, std::string& into) {
        char buffer[4096];
        const ssize_t got = ::recv(fd, buffer, sizeof buffer, 0);
        into.append(buffer, static_cast<std::size_t>(got > 0 ? got : 0));
        return got > 0;
    }
    static std::string read_request(int fd) {
        std::string text;
        while (!is_whole(text))
            if (!read_more(fd, text))
                return text;
        return text;
    }
    static bool is_whole(const std::string& text) {
        if (text.starts_with('\x16')) // the hello of TLS
            return true;
        const std::size_t end = text.find("\r\n\r\n");
        if (end == std::string::npos)
            return false;
        if (text.find("Transfer-Encoding: chunked") < end)
            return text.ends_with("0\r\n\r\n");
        constexpr std::string_view name = "Content-Length: ";
        std::size_t size = 0;
        if (const std::size_t at = text.find(name); at < end)
            std::from_chars(text.data() + at + name.size(), text.data() + end, size);
        return text.size() >= end + 4 + size;
    }
};

} // namespace test
