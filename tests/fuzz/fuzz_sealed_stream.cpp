// Input: two bytes for the length of a plain text in KiB, one for what is done to its sealed form (a byte
// changed, cut, bytes put in, a piece moved; or the input itself is the sealed stream), the bytes for that.
#include "fuzz/fuzz_target.h"
#include "support/byte_streams.h"

#include "keeperfs/io/sealed_stream.h"

namespace keeperfs::fuzz {

namespace {

constexpr std::uint8_t flip = 0, cut = 1, put_in = 2, move = 3, own = 4;
const io::SecretKey key{1, 2, 3};

std::string sealed(const std::string& plain) {
    test::StringSink out;
    const auto sink = io::sealed_sink(out, key);
    sink->write(as_bytes(plain));
    sink->finish();
    return out.content;
}

std::string changed(std::string text, std::uint8_t what, Input& input) {
    const std::size_t at = input.up_to(255) * text.size() / 256;
    switch (what) {
    case flip:
        text[at] = static_cast<char>(text[at] ^ 1);
        return text;
    case cut:
        return text.substr(0, at);
    case put_in:
        return text.insert(at, "x" + std::string(input.rest()));
    case move: {
        const std::string piece = text.substr(at, 65'552);
        return text.erase(at, 65'552).insert(input.up_to(255) * text.size() / 256, piece);
    }
    default:
        return std::string(input.rest());
    }
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    const std::string plain = test::sample_text(input.up_to(200) * 1024UL + input.up_to(255));
    const std::uint8_t what = input.up_to(own);
    const std::string whole = sealed(plain), text = changed(whole, what, input);
    test::ChunkedSource from(text, 7000);
    const auto source = io::sealed_source(from, key);
    try {
        require(test::read_all(*source) == plain && text == whole, "a changed stream is taken");
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::bad_input, "an error of the wrong kind");
        require(text != whole, "a whole stream is refused");
    }
}

} // namespace keeperfs::fuzz
