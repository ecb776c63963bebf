// Files that nobody means: they end with a message, in little time and memory.
#include "support/config_files.h"
#include "support/test_dir.h"

#include "keeperfs/base/error.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <chrono>

using namespace keeperfs;
using config::LoadOptions;
using test::ConfigFiles;
using test::load_config;

namespace {

std::string repeated(const std::string& text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

std::string failure(const std::function<void()>& read) {
    try {
        read();
        return "was read";
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::bad_input);
        return error.file().value_or("no file") + ": " + error.finding();
    }
}
std::string failure(const ConfigFiles& files, const std::string& main = "k.xml") {
    constexpr std::uint64_t few_nodes = 100'000; // so that it ends soon without optimisation as well
    return failure([&] { load_config(files, {.main = main, .limits = {.nodes = few_nodes}}); });
}

/// a -> ten b, b -> ten c, ...
std::string doubling_includes() {
    std::string out = "<clickhouse>";
    for (char name = 'a'; name < 'j'; ++name)
        out += std::string("<") + name + ">" +
               repeated(std::string("<x incl=\"") + char(name + 1) + "\"/>", 10) + "</" + name + ">";
    return out + "<j>text</j></clickhouse>";
}

std::string alias_bomb() {
    std::string out = "a0: &a0 x\n";
    for (int i = 1; i < 12; ++i) {
        const std::string alias = "*a" + std::to_string(i - 1);
        out += fmt::format("a{}: &a{} [{}{}]\n", i, i, alias, repeated(", " + alias, 9));
    }
    return out;
}

} // namespace

TEST_CASE("what explodes is stopped") {
    const std::string limit = "the configuration has more than 100,000 elements and texts";
    CHECK(failure({{"k.yaml", alias_bomb()}}, "k.yaml").ends_with(limit));
    CHECK(
        failure({{"k.xml", "<clickhouse><r incl=\"a\"/></clickhouse>"}, {"metrika.xml", doubling_includes()}})
            .ends_with(limit));
    std::string merges = "m0: &m0 {k: v}\n";
    for (int i = 1; i < 60; ++i)
        merges += fmt::format("m{0}: &m{0} {{<<: [*m{1}, *m{1}], k{0}: v}}\n", i, i - 1);
    CHECK(failure({{"k.yaml", merges}}, "k.yaml")
              .ends_with("merging and substituting does not come to an end"));
}

TEST_CASE("references explode neither") {
    std::string references = "<c><a0></a0>";
    for (int i = 1; i < 9; ++i)
        references += fmt::format("<a{}>{}</a{}>", i, repeated(fmt::format("${{a{}}}", i - 1), 100), i);
    const auto config = load_config({{"k.xml", references + "</c>"}});
    CHECK(test::codes_of(config).starts_with("config.value.circular"));
}

TEST_CASE("what nests too deep is stopped") {
    const std::string limit = "elements are nested more than 200 deep";
    CHECK(failure({{"k.xml", repeated("<a>", 50'000) + repeated("</a>", 50'000)}}) ==
          "etc/k.xml: line 1: " + limit);
    CHECK(failure({{"k.xml", repeated("<a>\n", 50'000) + repeated("</a>", 50'000)}}) ==
          "etc/k.xml: line 202: " + limit);
    CHECK(failure({{"k.yaml", repeated("[", 300)}}, "k.yaml") == "etc/k.yaml: line 1: " + limit);
    CHECK(failure({{"k.yaml", repeated("- ", 300) + "x"}}, "k.yaml") == "etc/k.yaml: line 1: " + limit);
    CHECK(failure({{"k.yaml", repeated("[", 100'000)}}, "k.yaml") == "etc/k.yaml: line 1: " + limit);
    CHECK(failure({{"k.yaml", repeated("[", 1'000'001)}}, "k.yaml") ==
          "etc/k.yaml: the file has more than 1,000,000 brackets and commas");
}

TEST_CASE("what leads back to itself is stopped") {
    CHECK(failure({{"k.yaml", "a: &a [*a]\n"}}, "k.yaml") ==
          "etc/k.yaml: line 1: the alias stands inside what it names, so it never ends");
    CHECK(failure({{"k.yaml", "a: &a {<<: *a}\n"}}, "k.yaml") ==
          "etc/k.yaml: line 1: the alias stands inside what it names, so it never ends");
    CHECK(failure({{"k.xml",
                    "<clickhouse>\n<include_from>etc/k.xml</include_from>\n<a incl=\"a\"/></clickhouse>"}}) ==
          "etc/k.xml: line 3: the substitutions of <a> never end");
}

TEST_CASE("what is too large is stopped") {
    test::MemoryFileSystem memory;
    memory.make_directory("etc");
    memory.put("etc/k.xml", "<clickhouse>" + repeated("<a>1</a>", 100) + "</clickhouse>");
    const auto with = [&](LoadOptions::Limits limits) {
        LoadOptions options;
        options.files = &memory;
        options.limits = limits;
        return failure([&] { config::load_configuration("etc/k.xml", options); });
    };
    CHECK(with({}) == "was read");
    CHECK(with({.file_bytes = 100}) ==
          "etc/k.xml: the file has 825 B, more than the 100 B that a configuration may have");
    CHECK(with({.all_bytes = 100}) == "etc/k.xml: all files and what their substitutions copy exceed 100 B");
    CHECK(with({.nodes = 150}).starts_with("etc/k.xml: line 1: "));
    CHECK(with({.nodes = 201}) == "was read");
}

TEST_CASE("attributes and findings are few") {
    std::string many, unset;
    for (int i = 0; i < 50'000; ++i) {
        many += fmt::format(" a{}=\"\"", i);
        unset += "<a from_env=\"X\"/>";
    }
    CHECK(failure({{"k.xml", "<clickhouse><a" + many + "/></clickhouse>"}}) ==
          "etc/k.xml: line 1: an element has more than 256 attributes");
    const auto config = load_config({{"k.xml", "<clickhouse>" + unset + "</clickhouse>"}});
    CHECK(config.findings().size() == 10'001);
    CHECK(config.findings().back().code == "config.findings.more");
}

TEST_CASE("what is no file is not opened") {
    const test::TestDir dir;
    const std::string fifo = dir.file("fifo.xml");
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    CHECK(failure([&] { config::load_configuration(fifo, {}); }) == fifo + ": this is no regular file");
    CHECK(failure([&] { config::load_configuration(dir.path(), {}); }) ==
          dir.path().string() + ": this is a directory, not a configuration file");
    CHECK(failure([&] { config::load_configuration(dir.file("none.xml"), {}); }) ==
          dir.file("none.xml") + ": there is no such file");
    test::write_file(dir.file("k.xml"), "<c><include_from>" + fifo + "</include_from></c>");
    CHECK(failure([&] { config::load_configuration(dir.file("k.xml"), {}); }) ==
          fifo + ": this is no regular file");
    // In a directory of overrides a server passes over it.
    std::filesystem::create_directory(dir.path() / "m.d");
    test::write_file(dir.file("m.xml"), "<c><a>1</a></c>");
    REQUIRE(::mkfifo(dir.file("m.d/1.xml").c_str(), 0600) == 0);
    const auto config = config::load_configuration(dir.file("m.xml"), {});
    CHECK(config.value("a")->text == "1");
    CHECK(config.files().back().reason == "it is no regular file");
}

TEST_CASE("100,000 servers are read, merged and looked up in seconds") {
    constexpr int count = 100'000;
    std::string servers, more;
    for (int i = 0; i < count; ++i) {
        servers += fmt::format("  <server>\n<id>{}</id>\n<hostname>h{}</hostname></server>\n", i, i);
        more += fmt::format("<server><port>{}</port></server>", i);
    }
    const auto start = std::chrono::steady_clock::now();
    const auto config = load_config({{"k.xml", "<clickhouse><r>" + servers + "</r></clickhouse>"},
                                     {"k.d/1.xml", "<clickhouse><r>" + more + "</r></clickhouse>"}});
    const std::vector<std::string> keys = config.children("r");
    REQUIRE(keys.size() == count);
    for (int i = 0; i < count; ++i)
        REQUIRE(config.value("r." + keys[static_cast<std::size_t>(i)] + ".port")->text == std::to_string(i));
    CHECK(config.entries().size() == 3 * count);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(60));
}
