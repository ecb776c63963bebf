#include "support/config_files.h"

#include "keeperfs/config/diff.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using test::load_config;

namespace {

/// "-key=old", "+key=new", "key=old>new"
std::string diff(const std::string& before, const std::string& after) {
    std::string out;
    for (const config::Difference& d :
         config::differences(load_config({{"k.xml", before}}), load_config({{"k.yaml", after}}, "k.yaml")))
        out += (out.empty() ? "" : " ") + (!d.after    ? "-" + d.key + "=" + d.before->text
                                           : !d.before ? "+" + d.key + "=" + d.after->text
                                                       : d.key + "=" + d.before->text + ">" + d.after->text);
    return out;
}

} // namespace

TEST_CASE("configurations differ by their values, whatever the format") {
    CHECK(diff("<c><a>1</a><b x=\"y\">2</b></c>", "a: 1\nb: {\"@x\": y, \"#text\": 2}\n").empty());
    CHECK(diff("<c><a>1</a><b>2</b></c>", "b: 3\nd: 4\n") == "-a=1 b=2>3 +d=4");
    CHECK(diff("<c><s>1</s><s>2</s></c>", "s: [1, 3, 4]\n") == "s[1]=2>3 +s[2]=4");
    CHECK(diff("<c><a x=\"1\">1</a></c>", "a: {\"@x\": 2, \"#text\": 1}\n") == "a[@x]=1>2");
}

TEST_CASE("values that are not known are compared by where they would come from") {
    CHECK(diff("<c><a from_env=\"X\"/></c>", "a: {\"@from_env\": X}\n").empty());
    CHECK(diff("<c><a from_env=\"X\"/></c>", "a: {\"@from_env\": Y}\n") == "a=>");
    CHECK(diff("<c><a from_env=\"X\"/></c>", "a: \"\"\n") == "a=>");
}
