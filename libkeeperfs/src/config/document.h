#pragma once
// A configuration to be written: elements in order, each with a comment for people.
#include <string>
#include <vector>

namespace keeperfs::config {

struct Element {
    std::string name;
    std::string text;    ///< of one without elements of its own
    std::string comment; ///< one line above it; may be empty
    std::vector<Element> elements;

    Element& add(std::string child, std::string value, std::string remark = "") {
        elements.push_back({std::move(child), std::move(value), std::move(remark), {}});
        return elements.back();
    }
    Element& section(std::string child, std::string remark = "") {
        return add(std::move(child), "", std::move(remark));
    }
};

/// The root element is the document's; its comment stands at the top.
std::string to_xml(const Element& root);
/// What is in the root; elements of one name that follow each other are a sequence.
std::string to_yaml(const Element& root);

} // namespace keeperfs::config
