#pragma once
// Text of XML as a strict parser reads it: the server's is expat, ours is lenient about what is below.
#include <optional>
#include <string>
#include <string_view>

namespace keeperfs::config {

struct DecodedText {
    std::string text;
    std::string problem; ///< empty: none
};
/// References replaced: &amp; &lt; &gt; &quot; &apos; and numbers. Any other entity is a problem.
DecodedText decode_xml_text(std::string_view raw);

} // namespace keeperfs::config
