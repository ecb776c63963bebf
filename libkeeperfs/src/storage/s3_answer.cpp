#include "storage/s3_answer.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <pugixml.hpp>

#include <charconv>

namespace keeperfs::storage {

namespace {

pugi::xml_document parsed(std::string_view xml) {
    pugi::xml_document document;
    const pugi::xml_parse_result result =
        document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!result)
        throw Error(ErrorKind::unreachable, "the server's answer is no XML")
            .at(static_cast<std::uint64_t>(result.offset))
            .hint("Is the endpoint that of an S3 server?");
    return document;
}

Entry object_of(const pugi::xml_node& element) {
    Entry object;
    object.name = element.child_value("Key");
    const std::string_view size = element.child_value("Size");
    const auto [end, problem] = std::from_chars(size.data(), size.data() + size.size(), object.size);
    if (object.name.empty() || problem != std::errc() || end != size.data() + size.size())
        throw Error(ErrorKind::unreachable, "the server lists an object without a name or a size")
            .found(escaped(size), "a number of bytes");
    object.modified_ms = parse_time(element.child_value("LastModified")).value_or(0);
    return object;
}

} // namespace

S3Refusal read_s3_refusal(std::string_view xml) {
    pugi::xml_document document;
    if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8))
        return {};
    const pugi::xml_node error = document.child("Error");
    return {error.child_value("Code"), error.child_value("Message")};
}

S3Page read_s3_page(std::string_view xml) {
    const pugi::xml_document document = parsed(xml);
    const pugi::xml_node list = document.child("ListBucketResult");
    if (!list)
        throw Error(ErrorKind::unreachable, "the server's answer is no list of objects");
    S3Page page;
    for (const pugi::xml_node& element : list.children("Contents"))
        page.objects.push_back(object_of(element));
    if (std::string_view(list.child_value("IsTruncated")) == "true") {
        page.next = list.child_value("NextContinuationToken");
        if (page.next.empty())
            throw Error(ErrorKind::unreachable,
                        "the server cuts its list short and does not say how it goes on");
    }
    return page;
}

std::string read_s3_member(std::string_view xml, const char* name) {
    std::string text = parsed(xml).document_element().child_value(name);
    if (text.empty())
        throw Error(ErrorKind::unreachable, fmt::format("the server's answer has no {}", name));
    return text;
}

} // namespace keeperfs::storage
