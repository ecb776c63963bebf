// How files become effective values: worked examples of the server's rules, with their names in the
// specification.
#include "support/config_files.h"

#include "keeperfs/base/error.h"
#include "keeperfs/config/values.h"

#include <doctest/doctest.h>
#include <fmt/ranges.h>

#include <vector>

using namespace keeperfs;
using test::ConfigFiles;
using test::Environment;
using test::load_config;

namespace {

constexpr const char* absent = "(absent)";

std::string c(const std::string& content) { return "<clickhouse>" + content + "</clickhouse>"; }

struct Example {
    std::string name;
    ConfigFiles files;
    std::vector<std::pair<const char*, const char*>> values; ///< key -> text
    Environment environment = {};
    std::vector<const char*> findings = {}; ///< codes, in order
    const char* main = "k.xml";
};

void check(const Example& example) {
    CAPTURE(example.name);
    try {
        const auto config = load_config(example.files, example.main, example.environment);
        for (const auto& wanted : example.values) {
            const auto value = config.value(wanted.first);
            CHECK_MESSAGE((value ? value->text : absent) == wanted.second, wanted.first);
            CHECK(config.has(wanted.first) == value.has_value());
        }
        CHECK(test::codes_of(config) == fmt::format("{}", fmt::join(example.findings, " ")));
    } catch (const Error& error) {
        FAIL_CHECK(error.what());
    }
}

struct Refused {
    std::string name;
    ConfigFiles files;
    const char* what; ///< the whole message without the advice
    Environment environment = {};
    bool strict = false;
};

void check(const Refused& refused) {
    CAPTURE(refused.name);
    try {
        load_config(refused.files, "k.xml", refused.environment, refused.strict);
        FAIL_CHECK("was read");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::bad_input);
        CHECK(error.file().value_or("no file") + ": " + error.finding() == refused.what);
    }
}

/// k.xml and one override.
ConfigFiles over(const std::string& base, const std::string& override_text) {
    return {{"k.xml", c(base)}, {"k.d/1.xml", c(override_text)}};
}
ConfigFiles one(const std::string& content) { return {{"k.xml", c(content)}}; }
ConfigFiles yaml(const std::string& content) { return {{"k.xml", c("")}, {"k.d/1.yaml", content}}; }

const std::string s = "<s><x>1</x><y>2</y></s>";
const std::string two_servers =
    "<r><server><id>1</id><h>a</h></server><server><id>2</id><h>b</h></server></r>";
const std::string included =
    c("<servers attr=\"v\"><server><id>1</id></server></servers><users><u1>x</u1></users><a><b>2</b></a>");
ConfigFiles including(const std::string& content) {
    return {{"k.xml", c("<include_from>etc/inc.xml</include_from>" + content)}, {"inc.xml", included}};
}

} // namespace

TEST_CASE("which files are read, and in which order") {
    const Example examples[] = {
        {"E1",
         {{"keeper_config.xml", c("<port>9181</port>")},
          {"conf.d/zz.xml", c("<port>1</port>")},
          {"keeper_config.d/aa.xml", c("<port>2</port>")},
          {"config.d/zz.xml", c("<port>3</port>")}},
         {{"port", "2"}},
         {},
         {"config.file.ignored"},
         "keeper_config.xml"},
        {"E2",
         {{"k.xml", c("<a>0</a>")},
          {"k.d/9.xml", c("<a>nine</a>")},
          {"k.d/10.xml", c("<a>ten</a>")},
          {"k.d/Z.xml", c("<b>Z</b>")},
          {"k.d/a.yaml", "b: lower-a\n"}},
         {{"a", "nine"}, {"b", "lower-a"}}},
        {"E13 skipped",
         {{"k.xml", "<config><a>1</a></config>"}, {"k.d/1.xml", c("<a>2</a>")}},
         {{"a", "1"}},
         {},
         {"config.file.ignored"}},
        {"E14",
         {{"k.xml", c("")},
          {"k.d/.hidden.xml", c("<b>1</b>")},
          {"k.d/x.xml.bak", c("<b>2</b>")},
          {"k.d/sub/y.xml", c("<b>3</b>")},
          {"k.d/Y.XML", c("<b>5</b>")},
          {"k.d/c.conf", "c: 6\n"}},
         {{"b", "5"}, {"c", "6"}},
         {},
         {"config.file.ignored", "config.file.ignored", "config.file.ignored"}},
        {"E20",
         {{"keeper", " \n <clickhouse><a>1</a></clickhouse>"}, {"keeper.d/1.yaml", "a: 2\n"}},
         {{"a", "2"}},
         {},
         {},
         "keeper"},
        {"E21", {{"k.xml", c("<a>1</a>")}, {"k.d/1.yaml", ""}}, {{"a", "1"}}},
        {"a directory of another main file",
         {{"keeper_config.xml", c("<a>1</a>")}, {"config.xml", c("")}, {"config.d/1.xml", c("<a>2</a>")}},
         {{"a", "1"}},
         {},
         {},
         "keeper_config.xml"},
        {"directories of other programs",
         {{"k.xml", c("<a>1</a>")}, {"ld.so.conf.d/1.conf", "/lib"}, {"cron.d/2.xml", c("<a>2</a>")}},
         {{"a", "1"}}},
        {"a directory of almost the name",
         {{"k.xml", c("<a>1</a>")}, {"k.xml.d/1.xml", c("<a>2</a>")}, {"keeper.d/1.xml", c("<a>2</a>")}},
         {{"a", "1"}},
         {},
         {"config.file.ignored", "config.file.ignored"}},
        {"text without a setting",
         {{"k.xml", c("<a>1</a>")}, {"k.d/1.conf", "/usr/lib\n"}},
         {{"a", "1"}},
         {},
         {"config.file.only-text"}},
    };
    for (const Example& example : examples)
        check(example);
}

TEST_CASE("a main file of text without a setting is refused") {
    const char* const texts[] = {"hello", "Dear all,\nthe server\n", "- a\n- b\n",
                                 "<clickhouse>a</clickhouse>"};
    for (const char* text : texts) {
        CAPTURE(text);
        try {
            load_config({{"keeper", text}}, "keeper");
            FAIL_CHECK("was read");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::bad_input);
            CHECK(error.finding() == "line 1: there is text and no setting in this file");
        }
    }
}

TEST_CASE("how two documents are merged") {
    const Example examples[] = {
        {"E3",
         {{"k.xml", c(s)}, {"k.d/1.xml", "<yandex><s><y>3</y><z>4</z></s></yandex>"}},
         {{"s.x", "1"}, {"s.y", "3"}, {"s.z", "4"}}},
        {"E4", over(s, "<s replace=\"1\"><y>3</y></s>"), {{"s.x", absent}, {"s.y", "3"}}},
        {"E4 false",
         over(s, "<s replace=\"false\"><y>3</y></s>"),
         {{"s.x", absent}, {"s.y", "3"}},
         {},
         {"config.attribute.false"}},
        {"E5", over(s, "<s remove=\"remove\"/>"), {{"s", absent}}},
        {"E5b", over(s, "<q remove=\"1\"><x>1</x></q>"), {{"s.x", "1"}, {"s.y", "2"}, {"q", absent}}},
        {"E6",
         over(two_servers, "<r><server><id>3</id><h>c</h></server></r>"),
         {{"r.server.id", "3"},
          {"r.server.h", "c"},
          {"r.server[1].id", "2"},
          {"r.server[1].h", "b"},
          {"r.server[2]", absent}},
         {},
         {"config.list.by-position"}},
        {"E6b",
         over(two_servers, "<r replace=\"1\"><server><id>3</id><h>c</h></server></r>"),
         {{"r.server.id", "3"}, {"r.server.h", "c"}, {"r.server[1]", absent}}},
        {"E6c",
         over(two_servers, "<r><server><id>7</id></server><server><id>8</id></server>"
                           "<server><id>9</id><h>z</h></server></r>"),
         {{"r.server.id", "7"},
          {"r.server.h", "a"},
          {"r.server[1].id", "8"},
          {"r.server[1].h", "b"},
          {"r.server[2].id", "9"},
          {"r.server[2].h", "z"},
          {"r.server[3]", absent}},
         {},
         {"config.list.by-position"}},
        {"E6d",
         over(two_servers, "<r><server remove=\"1\"/></r>"),
         {{"r.server.id", "2"}, {"r.server[1]", absent}}},
        {"E6e",
         over(two_servers, "<r><server remove=\"1\"/><server><id>9</id></server></r>"),
         {{"r.server.id", "9"}, {"r.server.h", "b"}, {"r.server[1]", absent}},
         {},
         {"config.list.by-position"}},
        {"E6f",
         over(two_servers, "<r><server/><server replace=\"1\"><id>9</id><port>1</port></server></r>"),
         {{"r.server.id", "1"},
          {"r.server.h", "a"},
          {"r.server[1].id", "9"},
          {"r.server[1].port", "1"},
          {"r.server[1].h", absent}},
         {},
         {"config.list.by-position"}},
        {"E7",
         over("<u name=\"a\"><v>1</v></u><u name=\"b\"><v>2</v></u>",
              "<u name=\"b\"><v>20</v></u><u name=\"c\"><v>30</v></u>"),
         {{"u[@name=a].v", "1"}, {"u[@name='b'].v", "20"}, {"u[2][@name]", "c"}, {"u[2].v", "30"}}},
        {"E7b",
         over("<p>1</p>", "<p note=\"x\">2</p>"),
         {{"p", "1"}, {"p[1]", "2"}},
         {},
         {"config.value.duplicate"}},
        {"E8", over("<p>1</p>", "<p/>"), {{"p", ""}}},
        {"E8b", over("<p><x>1</x></p>", "<p>text</p>"), {{"p.x", "1"}, {"p", "1text"}}},
        {"E8c", over("<a>1<!--x-->2</a>", "<a>9</a>"), {{"a", "9"}}},
        {"E17",
         over("", "<n><x remove=\"1\">1</x><y replace=\"1\">2</y></n>"),
         {{"n.x", absent}, {"n.y", "2"}, {"n.y[@replace]", absent}}},
        {"E18",
         over("<c><user>a</user><pw>b</pw></c>", "<c hide_in_preprocessed=\"true\"><pw>z</pw></c>"),
         {{"c.pw", "b"}, {"c[1].pw", "z"}, {"c[1].user", absent}},
         {},
         {"config.value.duplicate"}},
        {"E22",
         {{"k.xml", c("<a>1</a><b>2</b>")},
          {"k.d/1.xml", "<clickhouse replace=\"true\"><a>9</a></clickhouse>"}},
         {{"a", "9"}, {"b", "2"}},
         {},
         {"config.attribute.on-root"}},
        {"blank text of the base stays", over("<p> </p>", "<p>1</p>"), {{"p", " 1"}}},
        {"attributes are copied",
         over("<p a=\"1\">1</p>", "<p a=\"1\" from_env=\"A\"/>"),
         {{"p[@from_env]", "A"}, {"p", ""}},
         {},
         {"config.env.unset"}},
    };
    for (const Example& example : examples)
        check(example);
}

TEST_CASE("how variables are substituted") {
    const Environment a_and_b{{"A", "a"}, {"B", "b"}};
    const Example examples[] = {
        {"E9",
         one("<id from_env=\"ID\"/><p replace=\"1\" from_env=\"NOPE\">5</p><q from_env=\"NOPE\"/>"
             "<o optional=\"1\" from_env=\"NOPE\"/>"),
         {{"id", "3"},
          {"p", "5"},
          {"q", ""},
          {"q[@from_env]", "NOPE"},
          {"o", absent},
          {"id[@from_env]", absent}},
         {{"ID", "3"}},
         {"config.env.unset", "config.env.unset"}},
        {"E9c",
         one("<p replace=\"1\" from_env=\"ID\">5</p>"),
         {{"p", "3"}, {"p[@replace]", absent}},
         {{"ID", "3"}}},
        {"E9e", one("<p from_env=\"ID\"/>"), {{"p.x", "1"}}, {{"ID", "<x>1</x>"}}},
        {"E9g", over("<p from_env=\"ID\"/>", "<p>lit</p>"), {{"p", "lit"}}, {{"ID", "3"}}},
        {"E9h", over("<p>lit</p>", "<p from_env=\"ID\"/>"), {{"p", "3"}}, {{"ID", "3"}}},
        {"E9i", over("<p from_env=\"A\"/>", "<p from_env=\"B\"/>"), {{"p", "b"}}, a_and_b},
        {"from_zk", one("<p from_zk=\"/a\"/>"), {{"p", ""}}, {}, {"config.zk.unresolved"}},
        {"from_zk, optional", one("<p from_zk=\"/a\" optional=\"1\"/>"), {{"p", absent}}},
        {"an attribute in a variable's element",
         one("<p from_env=\"V\"/>"),
         {{"p.x[@a]", "1"}},
         {{"V", "<x a=\"1\"/>"}}},
        {"a variable that names another",
         one("<p from_env=\"A\"/>"),
         {{"p.q", "b"}},
         {{"A", "<q from_env=\"B\"/>"}, {"B", "b"}}},
        {"<include> of a variable",
         one("<u><include from_env=\"V\"/></u>"),
         {{"u.x", "1"}, {"u.include", absent}},
         {{"V", "<x>1</x>"}}},
        {"<include> of a variable that is not set",
         one("<u><include from_env=\"V\"/></u>"),
         {{"u", ""}, {"u.include", absent}},
         {},
         {"config.env.unset"}},
    };
    for (const Example& example : examples)
        check(example);

    const Refused refused[] = {
        {"E9 strict",
         one("<q from_env=\"NOPE\"/>"),
         "etc/k.xml: line 1: the variable NOPE of <q> is not set",
         {},
         true},
        {"E9b",
         one("<p from_env=\"ID\">5</p>"),
         "etc/k.xml: line 1: element <p> has a value and does not have the attribute replace, so "
         "from_env=\"ID\" "
         "cannot be processed",
         {{"ID", "3"}}},
        {"E9d",
         one("\n<p from_env=\"ID\"/>"),
         "etc/k.xml: line 2: the text of the variable ID is no well-formed XML, as which a server reads it",
         {{"ID", "a&b"}}},
        {"E9f", one("<p from_env=\"A\" from_zk=\"/a\"/>"),
         "etc/k.xml: line 1: more than one substitution attribute is set for element <p>", a_and_b},
    };
    for (const Refused& example : refused)
        check(example);
}

TEST_CASE("how elements are included") {
    const Example examples[] = {
        {"E10",
         including("<raft incl=\"servers\"/><keep incl=\"servers\"><server><id>0</id></server></keep>"
                   "<rep incl=\"servers\" replace=\"1\"><server><id>0</id></server></rep>"
                   "<miss incl=\"nope\">d</miss><miss2 incl=\"nope\" optional=\"true\">d</miss2>"
                   "<u><include incl=\"users\"/></u>"),
         {{"raft.server.id", "1"},
          {"raft[@attr]", "v"},
          {"keep.server.id", "0"},
          {"keep.server[1].id", "1"},
          {"rep.server.id", "1"},
          {"rep.server[1]", absent},
          {"miss", "d"},
          {"miss2", absent},
          {"u.u1", "x"},
          {"u.include", absent}},
         {},
         {"config.include.missing"}},
        {"E10b",
         including("<u><u1>old</u1><include incl=\"users\"/></u><m><u1>old</u1><include incl=\"users\" "
                   "merge=\"true\"/></m>"),
         {{"u.u1", "old"}, {"u.u1[1]", "x"}, {"m.u1", "x"}, {"m.u1[1]", absent}}},
        {"E10c",
         {{"k.xml", c("<include_from from_env=\"INC\"/><x incl=\"a\"/>")},
          {"other.xml", c("<a><b>7</b></a>")}},
         {{"x.b", "7"}},
         {{"INC", "etc/other.xml"}}},
        {"a path", including("<x incl=\"a/b\"/>"), {{"x", "2"}}},
        {"the usual file",
         {{"k.xml", c("<x incl=\"a\"/>")}, {"metrika.xml", "<yandex><a>1</a></yandex>"}},
         {{"x", "1"}}},
        {
            "E19",
            over("<m incl=\"x\" optional=\"true\"/>", "<m><v>1</v></m>"),
            {{"m.v", "1"}, {"m[1]", absent}},
        },
        {"what <include> brings in is not walked",
         {{"k.xml", c("<include_from>etc/i.yaml</include_from><u><include incl=\"a\"/></u>")},
          {"i.yaml", "a: {b: {\"@from_env\": V}}\n"}},
         {{"u.b", ""}},
         {{"V", "1"}},
         {"config.include.not-walked"}},
        {"a chain",
         {{"k.xml", c("<include_from>etc/i.xml</include_from><p incl=\"a\"/>")},
          {"i.xml", c("<a incl=\"b\"/><b>5</b>")}},
         {{"p", "5"}}},
    };
    for (const Example& example : examples)
        check(example);

    const Refused refused[] = {
        {"E10d", including("<include incl=\"a\">t</include>"),
         "etc/k.xml: line 1: an <include> element must have no children"},
        {"E10d", including("<include/>"),
         "etc/k.xml: line 1: an <include> element must have one of incl, from_zk and from_env"},
        {"no file", one("<include_from>/nowhere/i.xml</include_from>"),
         "etc/k.xml: line 1: the include file /nowhere/i.xml does not exist"},
        {"an element that includes itself",
         {{"k.xml", c("<include_from>etc/i.xml</include_from>\n<p incl=\"a\"/>")},
          {"i.xml", c("<a incl=\"a\"/>")}},
         "etc/i.xml: line 1: the substitutions of <p> never end"},
        {"an element that includes itself below itself",
         {{"k.xml", c("<include_from>etc/i.xml</include_from>\n<p incl=\"a\"/>")},
          {"i.xml", c("\n<a><b incl=\"a\"/></a>")}},
         "etc/i.xml: line 2: elements are nested more than 200 deep"},
    };
    for (const Refused& example : refused)
        check(example);
}

TEST_CASE("how YAML becomes elements") {
    const Example examples[] = {
        {"E11",
         yaml("keeper_server: {tcp_port: 9181, raft_configuration: {server: [{id: 1, hostname: a},{id: 2, "
              "hostname: b}]},"
              " empty: , flag: yes, hex: 0x10}\n"),
         {{"keeper_server.raft_configuration.server[1].hostname", "b"},
          {"keeper_server.raft_configuration.server.id", "1"},
          {"keeper_server.empty", ""},
          {"keeper_server.flag", "yes"},
          {"keeper_server.hex", "0x10"}}},
        {"E11b",
         yaml("clickhouse: {a: 1}\n"),
         {{"a", absent}, {"clickhouse.a", "1"}},
         {},
         {"config.yaml.clickhouse-key"}},
        {"E11c",
         yaml("p: {\"@attr1\": v1, \"#text\": hello}\ns: [{\"@a\": 1}, x, y]\n"),
         {{"p", "hello"}, {"p[@attr1]", "v1"}, {"s", ""}, {"s[@a]", "1"}, {"s[1]", "x"}, {"s[2]", "y"}},
         {},
         {"config.value.duplicate"}},
        {"E11d", yaml("- {a: 1}\n- {b: 2}\n"), {{"a", "1"}, {"b", "2"}}},
        {"E11e",
         yaml("base: &b {x: 1}\nd: {<<: *b, x: 4}\ne: {x: 4, <<: *b}\n"),
         {{"base.x", "1"}, {"d.x", "4"}, {"d.x[1]", absent}, {"e.x", "1"}, {"e.x[1]", absent}},
         {},
         {"config.yaml.merge-key-late"}},
        {"several merge keys, the last wins",
         yaml("a: &a {x: 1, y: 1}\nb: &b {y: 2}\nc: {<<: *a, <<: *b, x: 4}\nd: {<<: [*a, *b]}\n"),
         {{"c.x", "4"}, {"c.y", "2"}, {"d.x", "1"}, {"d.y", "2"}}},
        {"E11f",
         yaml("a: 1\na: 2\nn: ~\ne: 1e3\nq: \"01\"\n"),
         {{"a", "1"}, {"a[1]", "2"}, {"n", ""}, {"e", "1e3"}, {"q", "01"}},
         {},
         {"config.yaml.duplicate-key"}},
        {"E12",
         {{"k.xml", c(two_servers)}, {"k.d/1.yaml", "r: {\"@replace\": replace, server: [{id: 5}]}\n"}},
         {{"r.server.id", "5"}, {"r.server.h", absent}, {"r.server[1]", absent}}},
        {"lists in lists", yaml("k: [[1, 2], [3]]\n"), {{"k", "1"}, {"k[1]", "2"}, {"k[2]", "3"}}},
        {"an attribute that is no scalar is an element", yaml("\"@a\": {b: 1}\n"), {{"@a.b", "1"}}},
        {"only the first document", yaml("a: 1\n---\nb: 2\n"), {{"a", "1"}, {"b", absent}}},
        {"a text alone", yaml("just words\n"), {{"", "just words"}}, {}, {"config.file.only-text"}},
        {"a file of YAML as main file",
         {{"k.yaml", "a: 1\n"}, {"k.d/1.xml", c("<a>2</a>")}},
         {{"a", "2"}},
         {},
         {},
         "k.yaml"},
    };
    for (const Example& example : examples)
        check(example);
}

TEST_CASE("E15: what a value's text is") {
    const auto config =
        load_config(one("<a> 9181 </a><c>True</c><e>1.5</e><g>a<h>b</h>c</g><i>${a}</i>"
                        "<j><!-- c -->7</j><k>${nowhere}</k><l>${a} and ${c}</l><m>$x ${y</m>"));
    const auto text = [&](const char* key) { return config.value(key)->text; };
    CHECK_FALSE(config::integer_of(text("a")));
    CHECK(config::boolean_of(text("c")) == true);
    CHECK_FALSE(config::integer_of(text("e")));
    CHECK(text("g") == "abc");
    CHECK(text("i") == " 9181 ");
    CHECK(text("j") == "7");
    CHECK(text("k") == "${nowhere}");
    CHECK(text("l") == " 9181  and True");
    CHECK(text("m") == "$x ${y}"); // as Poco writes it
}

TEST_CASE("what a server does not start with") {
    const Refused refused[] = {
        {"E5c", over(s, "<s remove=\"1\" replace=\"1\"/>"),
         "etc/k.d/1.xml: line 1: both remove and replace attributes set for element <s>"},
        {"E13",
         {{"k.xml", c("<a>1</a>")}, {"k.d/1.xml", "<config><a>2</a></config>"}},
         "etc/k.d/1.xml: line 1: the root element is <config> and must be <clickhouse>, as in the main file"},
        {"E21",
         {{"k.xml", c("<a>1</a>")}, {"k.d/1.xml", ""}},
         "etc/k.d/1.xml: line 1: there is no root element, such as <clickhouse>"},
        {"two texts in YAML", yaml("p:\n  \"#text\": a\n  \"#text\": b\n"),
         "etc/k.d/1.yaml: line 3: p has several texts"},
        {"a key that is a list", yaml("[a]: b\n"), "etc/k.d/1.yaml: line 1: a key must be a text"},
    };
    for (const Refused& example : refused)
        check(example);
}
