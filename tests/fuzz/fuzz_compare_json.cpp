// Input: nodes as JSON lines.
#include "fuzz/fuzz_target.h"

#include "keeperfs/base/error.h"
#include "keeperfs/compare/json_nodes.h"

namespace keeperfs::fuzz {

/// Ends in nodes or in an Error that says the line.
void run_one(Bytes input) {
    io::MemorySource source(input);
    compare::JsonNodeReader reader(source);
    try {
        for (compare::Node node; reader.next(node);) {
            require(as_text(node.path).starts_with('/'), "a node has a path");
            require(!reader.fields().has(compare::Field::acl) || node.acl != nullptr, "a node lacks its ACL");
        }
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::bad_input && error.line().has_value(), "an error without a line");
    }
}

} // namespace keeperfs::fuzz
