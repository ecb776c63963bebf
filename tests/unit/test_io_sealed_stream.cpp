#include "support/byte_streams.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/sealed_stream.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using test::ChunkedSource;
using test::StringSink;

namespace {

constexpr std::size_t head = 24, chunk = 64 * 1024 + 16;

io::SecretKey key_of(std::uint8_t byte) {
    io::SecretKey key{};
    key.fill(byte);
    return key;
}

std::string sealed(const std::string& plain, std::uint8_t key = 1) {
    StringSink out;
    const auto sink = io::sealed_sink(out, key_of(key));
    for (std::size_t at = 0; at < plain.size(); at += 50'000)
        sink->write(as_bytes(std::string_view(plain).substr(at, 50'000)));
    sink->finish();
    return out.content;
}

std::string opened(const std::string& text, std::uint8_t key = 1) {
    ChunkedSource from(text, 9000);
    const auto source = io::sealed_source(from, key_of(key));
    return test::read_all(*source);
}

} // namespace

TEST_CASE("what was sealed comes out as it was, whatever its length") {
    for (const std::size_t size : {0UL, 1UL, 65535UL, 65536UL, 65537UL, 131072UL, 200'000UL}) {
        CAPTURE(size);
        const std::string plain = test::sample_text(size), text = sealed(plain);
        CHECK(opened(text) == plain);
        CHECK(text.size() == head + size + 16 * std::max<std::size_t>(1, (size + 65535) / 65536));
        if (size > 100)
            CHECK(text.find(plain.substr(0, 30)) == std::string::npos);
    }
    CHECK(sealed("the same") != sealed("the same"));
}

TEST_CASE("whatever is done to a sealed stream is found") {
    const std::string text = sealed(test::sample_text(3 * 65536));
    const std::string other = sealed(test::sample_text(3 * 65536));
    const auto swapped = text.substr(0, head) + text.substr(head + chunk, chunk) + text.substr(head, chunk) +
                         text.substr(head + 2 * chunk);
    const struct {
        const char* what;
        std::string text;
    } damages[] = {
        {"nothing at all", ""},
        {"another head", "x" + text.substr(1)},
        {"cut at a chunk", text.substr(0, head + 2 * chunk)},
        {"cut to the head", text.substr(0, head)},
        {"cut in a chunk", text.substr(0, text.size() - 1)},
        {"two chunks swapped", swapped},
        {"a chunk left out", text.substr(0, head) + text.substr(head + chunk)},
        {"a chunk twice", text.substr(0, head + chunk) + text.substr(head)},
        {"the last chunk twice", text + text.substr(head + 2 * chunk)},
        {"a byte behind", text + "x"},
        {"a chunk of another stream", text.substr(0, head + chunk) + other.substr(head + chunk)},
        {"the head of another stream", other.substr(0, head) + text.substr(head)},
    };
    for (const auto& damage : damages) {
        CAPTURE(damage.what);
        CHECK_THROWS_AS(opened(damage.text), Error);
    }
    CHECK_THROWS_AS(opened(text, 2), Error);
    for (std::size_t at = 0; at < text.size(); at += 997) {
        CAPTURE(at);
        std::string flipped = text;
        flipped[at] = static_cast<char>(flipped[at] ^ 1);
        CHECK_THROWS_AS(opened(flipped), Error);
    }
}
