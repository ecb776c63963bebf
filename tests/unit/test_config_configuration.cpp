#include "support/config_files.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using config::Origin;
using config::SourceFile;
using test::load_config;

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : " ") + word;
    return out;
}

const test::ConfigFiles three_files{
    {"k.xml", "<clickhouse>\n<port>1</port>\n<s><x>1</x>\n<y>2</y></s>\n"
              "<inc incl=\"leaf\">\n</inc>\n</clickhouse>\n"},
    {"conf.d/a.yaml", "# first\nport: 2\n"},
    {"k.d/b.xml", "<yandex>\n\n<port>3</port><s replace=\"1\"><y>\n5</y></s></yandex>"},
    {"k.d/.off.xml", ""},
    {"metrika.xml", "<clickhouse>\n<leaf>v</leaf></clickhouse>"}};

} // namespace

TEST_CASE("a value has a file and a line, and those that it overrode") {
    const auto config = load_config(three_files);
    const auto port = config.value("port");
    REQUIRE(port);
    CHECK(port->origin == Origin{"etc/k.d/b.xml", 3});
    REQUIRE(port->overrode.size() == 2);
    CHECK(port->overrode[0].text == "1");
    CHECK(port->overrode[0].origin == Origin{"etc/k.xml", 2});
    CHECK(port->overrode[1].text == "2");
    CHECK(port->overrode[1].origin == Origin{"etc/conf.d/a.yaml", 2});
    const auto y = config.value("s.y");
    REQUIRE(y);
    CHECK(y->text == "\n5");
    CHECK(y->origin == Origin{"etc/k.d/b.xml", 3});
    REQUIRE(y->overrode.size() == 1);
    CHECK(y->overrode[0].origin == Origin{"etc/k.xml", 4});
}

TEST_CASE("a value says which substitution it came from") {
    const auto config =
        load_config({{"k.xml", "<c><a from_env=\"A\"/>\n<b replace=\"1\" from_env=\"A\">0</b>\n"
                               "<n from_env=\"N\"/><i incl=\"leaf\"/></c>"},
                     {"metrika.xml", "<c>\n\n<leaf>v</leaf></c>"}},
                    "k.xml", {{"A", "1"}});
    CHECK(config.value("a")->substitution == "from_env=\"A\"");
    CHECK(config.value("a")->is_resolved);
    CHECK(config.value("a")->origin == Origin{"etc/k.xml", 1});
    REQUIRE(config.value("b")->overrode.size() == 1);
    CHECK(config.value("b")->overrode[0].text == "0");
    CHECK(config.value("n")->substitution == "from_env=\"N\"");
    CHECK_FALSE(config.value("n")->is_resolved);
    CHECK(config.value("i")->substitution == "incl=\"leaf\"");
    CHECK(config.value("i")->origin == Origin{"etc/metrika.xml", 3});
}

TEST_CASE("every file that was looked at has its role") {
    const auto config = load_config(three_files);
    std::string files;
    for (const SourceFile& file : config.files())
        files +=
            file.path + " " + name_of(file.role) + (file.reason.empty() ? "\n" : ": " + file.reason + "\n");
    CHECK(files == "etc/k.xml main\n"
                   "etc/conf.d/a.yaml override\n"
                   "etc/k.d/b.xml override\n"
                   "etc/metrika.xml include\n"
                   "etc/k.d/.off.xml ignored: its name begins with a dot\n");
}

TEST_CASE("keys lead where Poco's lead") {
    const auto config = load_config(
        {{"k.xml", "<c><a x=\"1\"><b>1</b><b y=\"q\">2</b><b y=\"r\">3</b></a><a x=\"2\"><b>4</b></a></c>"}});
    const struct {
        const char* key;
        const char* text; ///< nullptr: none
    } cases[] = {
        {"a.b", "1"},         {"a.b[0]", "1"},      {"a.b[1]", "2"},      {"a.b[2]", "3"},
        {"a.b[3]", nullptr},  {"a[1].b", "4"},      {"a[@x]", "1"},       {"a[1][@x]", "2"},
        {"a[@x=2].b", "4"},   {"a[@x='2'].b", "4"}, {"a[@x=3]", nullptr}, {"a.b[@y=r]", "3"},
        {"a.b[@y]", nullptr}, {"a.b[1][@y]", "q"},  {".a..b", "1"},       {"a.", nullptr},
        {"a.c", nullptr},     {"a[x]", nullptr},    {"a[", nullptr},      {"a[@", nullptr},
        {"a.b[-1]", "1"},     {"[1]", nullptr},     {"a.b[1][1]", "3"},   {"", "1234"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.key);
        const auto value = config.value(c.key);
        CHECK(config.has(c.key) == (c.text != nullptr));
        CHECK((value ? value->text : "(none)") == (c.text != nullptr ? c.text : "(none)"));
    }
    CHECK(joined(config.children("a")) == "b b[1] b[2]");
    CHECK(joined(config.children("")) == "a a[1]");
    CHECK(config.children("a.b").empty());
    CHECK(config.children("nowhere").empty());
    CHECK(joined(config.attributes("a.b[1]")) == "y");
}

TEST_CASE("entries are values and attributes in document order") {
    const auto config =
        load_config({{"k.xml", "<c><a x=\"1\"><b>1</b><b/></a>\n<m>text<n>2</n></m><z replace=\"1\"/></c>"}});
    std::string all;
    for (const config::Entry& entry : config.entries())
        all += entry.key + "=" + entry.value.text + "\n";
    CHECK(all == "a[@x]=1\na.b=1\na.b[1]=\nm=text2\nm.n=2\nz=\n");
    CHECK(config.entries("a").size() == 3);
    CHECK(config.entries("a[@x]").size() == 1);
    CHECK(config.entries("nowhere").empty());
}

TEST_CASE("references that never end are told and stay") {
    const auto config = load_config({{"k.xml", "<c><a>${b}</a><b>x${a}</b><d>${e}</d><e>1</e></c>"}});
    CHECK(config.value("a")->text == "${b}");
    CHECK(config.value("d")->text == "1");
    CHECK(config.value("d")->references == std::vector<std::string>{"e"});
    CHECK(test::codes_of(config) == "config.value.circular config.value.circular");
}

TEST_CASE("findings name file and line") {
    const auto config = load_config(
        {{"k.xml",
          "<clickhouse>\n<r>\n<server><id>1</id></server>\n<server><id>2</id></server></r></clickhouse>"},
         {"k.d/1.yaml", "\nr:\n  server:\n    id: 3\n"}});
    REQUIRE(test::codes_of(config) == "config.list.by-position");
    const Finding& finding = config.findings()[0];
    CHECK(finding.file == "etc/k.d/1.yaml");
    CHECK(finding.line == 3);
    CHECK(finding.message ==
          "<server> pairs by its position with the first of 2 in etc/k.xml, line 3: values are "
          "mixed, and further ones stay");
}

TEST_CASE("tabs in YAML are told where the parser lets them pass") {
    const auto config =
        load_config({{"k.yaml", "a:\n  b: 1\n# \tcomment\n\n  \t\nc: [1,\n\t2]\n"}}, "k.yaml");
    CHECK(config.value("c[1]")->text == "2");
    REQUIRE(test::codes_of(config) == "config.yaml.tab");
    CHECK(config.findings()[0].line == 7);
}
