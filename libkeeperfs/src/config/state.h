#pragma once
// What a Configuration shares with its copies.
#include "config/key_index.h"
#include "config/node.h"

#include "keeperfs/config/configuration.h"

#include <string>
#include <utility>
#include <vector>

namespace keeperfs::config {

struct Configuration::State {
    State(Node tree, std::vector<std::string> names)
        : root(std::move(tree)), file_names(std::move(names)), keys(root) {}

    const Node root;
    const std::vector<std::string> file_names; ///< Place::file is a number of these
    const KeyIndex keys;
    std::vector<SourceFile> files;
    std::vector<Finding> findings;
};

} // namespace keeperfs::config
