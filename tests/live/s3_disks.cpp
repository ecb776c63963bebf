// What the disks in S3 do, against the server that KFS_S3_ENDPOINT names, with the keys of the environment.
// The bucket "keeper" is there; "many" has thousands of objects.
#include "support/disk_conformance.h"
#include "support/test_dir.h"

#include "keeperfs/io/cancel.h"

#include <doctest/doctest.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

std::optional<std::string> variable(const std::string& name) {
    const char* const value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

storage::S3Settings at(const std::string& place) {
    storage::S3Settings settings;
    settings.endpoint = variable("KFS_S3_ENDPOINT").value() + "/" + place;
    settings.region = variable("AWS_REGION").value_or("");
    settings.credentials = storage::find_s3_credentials(variable);
    settings.first_pause = std::chrono::milliseconds(5);
    settings.stall_limit = std::chrono::milliseconds(1000);
    settings.part_size = 5ULL << 20; // the smallest that S3 takes
    if (const auto ca = variable("KFS_S3_CA")) {
        net::TlsOptions tls;
        tls.ca = *ca;
        settings.tls = std::make_shared<const net::TlsSettings>(tls);
    }
    return settings;
}

/// A place that nothing has used yet: subcases begin anew.
std::string new_place() {
    static int number = 0;
    return "keeper/place " + std::to_string(++number) + "/";
}

std::string long_content() {
    std::string content(12'000'000, '\0'); // two whole parts and a rest
    for (std::size_t i = 0; i < content.size(); ++i)
        content[i] = static_cast<char>(i * 2654435761U >> 24U);
    return content;
}

} // namespace

TEST_CASE("objects by their names are a disk") { check_disk(*storage::s3_plain_disk(at(new_place()))); }

TEST_CASE("local files that lead to objects are a disk") {
    const TestDir dir;
    check_disk(*storage::s3_disk(at(new_place()), {dir.path(), {}, {}}));
}

TEST_CASE("a name has any characters, and stands in the request as they are") {
    const auto disk = storage::s3_plain_disk(at(new_place()));
    for (const char* name :
         {"a b", "a+b", "a&b=c", "a%20b", "\xc3\xa4", "a'b\"c", "~-._", "a?b#c", "(x)*!"}) {
        CAPTURE(name);
        put(*disk, name, name);
        CHECK(content_of(*disk, name) == name);
        CHECK(disk->stat(name)->size == std::string_view(name).size());
    }
    CHECK(disk->list("").size() == 9);
}

TEST_CASE("thousands of objects are listed page by page") {
    const auto disk = storage::s3_plain_disk(at("many/log/"));
    const auto entries = disk->list("");
    REQUIRE(entries.size() == 2500);
    CHECK(entries.front().name == "changelog_0000");
    CHECK(entries.back().name == "changelog_2499");
    CHECK(disk->list("changelog_12").size() == 100);
}

TEST_CASE("what is longer than a part is sent in parts, and read piece by piece") {
    const auto disk = storage::s3_plain_disk(at(new_place()));
    const std::string content = long_content();
    put(*disk, "long", content);
    CHECK(disk->stat("long")->size == content.size());
    CHECK(content_of(*disk, "long") == content);
}

TEST_CASE("a long upload that is given up leaves nothing") {
    const auto disk = storage::s3_plain_disk(at(new_place()));
    auto sink = disk->create("given up", Disk::Existing::keep);
    sink->write(as_bytes(long_content()));
    sink.reset();
    CHECK(disk->list("").empty());
}

TEST_CASE("a long upload that a signal ends leaves nothing") {
    const auto disk = storage::s3_plain_disk(at(new_place()));
    auto sink = disk->create("given up", Disk::Existing::keep);
    sink->write(as_bytes(long_content()));
    io::request_cancel(SIGINT);
    sink.reset();
    io::request_cancel(0);
    CHECK(disk->list("").empty());
}

TEST_CASE("an object that changes while it is read is not joined to what was read") {
    const auto disk = storage::s3_plain_disk(at(new_place()));
    std::string content = long_content();
    put(*disk, "long", content);
    const auto source = disk->open("long");
    content.back() = '!';
    put(*disk, "long", content, Disk::Existing::replace);
    CHECK(kind_of_failure([&] { read_all(*source); }) == ErrorKind::bad_input);
}

TEST_CASE("objects that several files lead to stay until the last one goes") {
    const TestDir dir;
    const std::string place = new_place();
    const auto disk = storage::s3_disk(at(place), {dir.path(), {}, {}});
    const auto objects = storage::s3_plain_disk(at(place));
    put(*disk, "one", "shared");
    std::filesystem::copy_file(dir.path() / "one", dir.path() / "two");
    disk->remove("one");
    CHECK(content_of(*disk, "two") == "shared");
    disk->remove("two");
    CHECK_THROWS_AS(objects->open("two"), Error);

    write_file(dir.path() / "linked", "3\n0\t0\n1\n0\n");
    CHECK(kind_of_failure([&] { disk->remove("linked"); }) == ErrorKind::refused);
    CHECK(disk->stat("linked"));
}

TEST_CASE("the version of new files is that of the others") {
    struct Case {
        const char* existing;
        const char* version;
    };
    for (const Case& one : {Case{nullptr, "3"}, Case{"2\n0\t0\n0\n", "2"}, Case{"5\n0\t0\n0\n0\n\n", "5"}}) {
        const TestDir dir;
        if (one.existing != nullptr)
            write_file(dir.path() / "other", one.existing);
        const auto disk = storage::s3_disk(at(new_place()), {dir.path(), {}, {}});
        put(*disk, "new", "x");
        CHECK(read_file(dir.path() / "new").substr(0, 1) == one.version);
        CHECK(content_of(*disk, "new") == "x");
    }
}

TEST_CASE("what is written small is read again") {
    const auto disk = storage::s3_plain_disk(at(new_place()));
    put(*disk, "small", "content", Disk::Existing::replace);
    CHECK(disk->stat("small")->size == 7);
    CHECK(content_of(*disk, "small") == "content");
    disk->remove("small");
}

TEST_CASE("a failure is told") {
    try {
        const auto disk = storage::s3_plain_disk(at("keeper/told/"));
        put(*disk, "small", "content", Disk::Existing::replace);
        FAIL("nothing failed");
    } catch (const Error& error) {
        const std::string what = error.what();
        CAPTURE(what);
        CHECK(what.find(variable("KFS_S3_TOLD").value()) != std::string::npos);
        CHECK(what.find("/keeper/told/") != std::string::npos);
    }
}
