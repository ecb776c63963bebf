// As strict as the server's own parser, expat: what it refuses is refused here.
#include "support/config_files.h"

#include "keeperfs/base/error.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using test::load_config;

namespace {

/// "value of a", or "line N: message".
std::string read(const std::string& content) {
    try {
        const auto value = load_config({{"k.xml", content}}).value("a");
        return value ? value->text : "(no a)";
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::bad_input);
        CHECK(error.file() == "etc/k.xml");
        return error.finding();
    }
}

} // namespace

TEST_CASE("XML that is well-formed is read") {
    const struct {
        const char* content;
        const char* text;
    } cases[] = {
        {"<c><a>1</a></c>", "1"},
        {"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- c -->\n<c><a>1</a></c>\n<!-- d -->\n", "1"},
        {"<?xml version=\"1.0\" encoding=\"utf-8\"?><c><a>1</a></c>", "1"},
        {"<c><a>&lt;&amp;&gt;&quot;&apos;</a></c>", "<&>\"'"},
        {"<c><a>&#65;&#x42;&#228;&#x20AC;&#x1F600;</a></c>", "AB\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"},
        {"<c><a><![CDATA[<&amp;]]></a></c>", "<&amp;"},
        {"<c><a>1\r\n2</a></c>", "1\n2"},
        {"<c><a> 1 </a></c>", " 1 "},
        {"<c><a>1<?pi?>2<!--x-->3</a></c>", "123"},
        {"<c><b x=\">\"/><a/></c>", ""},
        {"<!DOCTYPE c><c><a>1</a></c>", "1"},
    };
    for (const auto& c : cases)
        CHECK_MESSAGE(read(c.content) == c.text, c.content);
}

TEST_CASE("XML that is not well-formed is refused at its line") {
    const struct {
        std::string content;
        const char* what;
    } cases[] = {
        {"", "line 1: there is no root element, such as <clickhouse>"},
        {"\n\n", "line 1: there is no root element, such as <clickhouse>"},
        {"words", "line 1: there is text outside the root element"},
        {"<c>\n<a>1</b></c>", "line 2: this is no well-formed XML: Start-end tags mismatch"},
        {"<c>\n<a>", "line 2: this is no well-formed XML: Start-end tags mismatch"},
        {"<c>\n<a", "line 2: this is no well-formed XML: Error parsing start element tag"},
        {"<c>\n<a>x & y</a></c>", "line 2: & must be written as &amp;"},
        {"<c>\n<a>&nbsp;</a></c>", "line 2: &nbsp; is none of XML's own entities"},
        {"<c><a>&#0;</a></c>", "line 1: &#0; is none of XML's own entities"},
        {"<c><a>&#x110000;</a></c>", "line 1: &#x110000; is none of XML's own entities"},
        {"<c><a>&#;</a></c>", "line 1: &#; is none of XML's own entities"},
        {"<c>\n<a x=\"1\" x=\"2\"/></c>", "line 2: <a> has the attribute x twice"},
        {"<c>\n<a x=\"<\"/></c>", "line 2: < must be written as &lt; in the attribute x"},
        {"<c>\n<a x=\"&\"/></c>", "line 2: & must be written as &amp;"},
        {"<c/>\n<d/>", "line 2: a second root element <d>"},
        {"<c/>\nwords", "line 2: there is text outside the root element"},
        {"<c>\n<a>1\x01</a></c>", "line 2: XML cannot have the byte 0x01"},
        {"<c>\n<a>1\xff</a></c>", "line 1: the file is not UTF-8"},
        {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><c/>",
         "line 1: the encoding ISO-8859-1 cannot be read, only UTF-8 can"},
    };
    for (const auto& c : cases)
        CHECK_MESSAGE(read(c.content) == c.what, c.content);
}

TEST_CASE("entities are never expanded") {
    std::string bomb = "<!DOCTYPE c [\n<!ENTITY a0 \"ha\">\n";
    for (int i = 1; i < 10; ++i) {
        std::string ten;
        for (int n = 0; n < 10; ++n)
            ten += "&a" + std::to_string(i - 1) + ";";
        bomb += "<!ENTITY a" + std::to_string(i) + " \"" + ten + "\">\n";
    }
    CHECK(read(bomb + "]>\n<c><a>&a9;</a></c>") == "line 13: &a9; is none of XML's own entities");
    CHECK(read("<!DOCTYPE c [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<c><a>&x;</a></c>") ==
          "line 2: &x; is none of XML's own entities");
    const auto config = load_config({{"k.xml", bomb + "]>\n<c><a>1</a></c>"}});
    CHECK(test::codes_of(config) == "config.xml.entities");
}
