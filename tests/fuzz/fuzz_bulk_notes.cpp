// Input: a byte (the file of a bulk conversion, or its inside, to be sealed), the bytes.
#include "base/xxhash.h"
#include "convert/bulk_notes.h"
#include "convert/bulk_notes_layout.h"
#include "fuzz/fuzz_target.h"

namespace keeperfs::fuzz {

namespace {

std::string sealed(std::string_view inside) {
    std::string file(convert::bulk_notes_layout::magic);
    file += inside;
    append_be(file, std::uint64_t{XXH3_64bits(file.data(), file.size())});
    return file;
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    const bool is_inside = input.flag();
    const std::string rest(input.rest());
    try {
        const std::string file = is_inside ? sealed(rest) : rest;
        const std::string again = convert::encode_bulk_notes(convert::decode_bulk_notes(as_bytes(file)));
        require(convert::encode_bulk_notes(convert::decode_bulk_notes(as_bytes(again))) == again,
                "notes change when they are written");
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::bad_input, "an error of the wrong kind");
    }
}

} // namespace keeperfs::fuzz
