#include "support/byte_streams.h"
#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/io/virtual_files.h"

#include <doctest/doctest.h>

using namespace keeperfs;

namespace {

/// Bytes that it keeps.
class Text final : public io::Source {
public:
    explicit Text(std::string text) : text_(std::move(text)), from_(as_bytes(text_)) {}
    std::size_t read(std::span<std::uint8_t> into) override { return from_.read(into); }

private:
    std::string text_;
    io::MemorySource from_;
};

io::VirtualFiles::Opener text(const std::string& content) {
    return [content] {
        return io::file_of_source([content] { return std::make_unique<Text>(content); }, content.size());
    };
}

} // namespace

TEST_CASE("added directories hide what lies there, and everything else stays as it is") {
    const test::TestDir dir;
    test::write_file(dir.file("real"), "real");
    std::filesystem::create_directory(dir.path() / "shown");
    test::write_file(dir.file("shown/hidden"), "hidden");
    io::VirtualFiles files(io::FileSystem::system());
    files.add_directory(dir.file("shown/"));
    files.add(dir.file("shown"), {"b", io::FileKind::regular, 3, 7}, text("bcd"));
    files.add(dir.file("shown"), {"a", io::FileKind::regular, 0, 7}, text(""));

    CHECK(files.exists(dir.file("real")));
    CHECK(!files.exists(dir.file("shown/hidden")));
    CHECK_THROWS_AS(files.open_for_reading(dir.file("shown/hidden")), Error);
    CHECK(files.is_directory(dir.file("shown")));
    CHECK(files.is_regular_file(dir.file("shown/b")));
    const auto listed = files.list(dir.file("shown"));
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].name == "a");
    CHECK(listed[1].size == 3);
    io::FileSource source(files, dir.file("shown/b"));
    CHECK(test::read_all(source) == "bcd");
    CHECK_THROWS_AS(files.create_new(dir.file("shown/new")), Error);
    CHECK_THROWS_AS(files.remove(dir.file("shown/b")), Error);
    CHECK_THROWS_AS(files.rename(dir.file("real"), dir.file("shown/c"), io::FileSystem::Existing::keep),
                    Error);
}

TEST_CASE("a source can be read at any place, by opening it again") {
    const std::string content = test::sample_text(20'000);
    const auto file = text(content)();
    std::array<std::uint8_t, 5> piece{};
    for (const std::uint64_t at : {0UL, 15'000UL, 3UL, 19'998UL, 20'000UL, 30'000UL}) {
        CAPTURE(at);
        const std::size_t got = file->read_at(at, piece);
        CHECK(std::string(as_text(Bytes(piece).first(got))) ==
              (at < content.size() ? content.substr(at, 5) : ""));
    }
}
