// Nodes as JSON lines.
#include "compare/sides.h"

#include "keeperfs/base/error.h"
#include "keeperfs/compare/json_nodes.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/io/metered_source.h"

namespace keeperfs::compare {

namespace {

class JsonNodes final : public Nodes {
public:
    JsonNodes(std::shared_ptr<io::File> file, std::string name, io::Meter* meter)
        : name_(std::move(name)), source_(std::make_unique<io::FileSource>(std::move(file)), meter),
          reader_(source_) {}
    bool next(Node& node) override {
        try {
            return reader_.next(node);
        } catch (Error& error) {
            if (error.kind() == ErrorKind::bad_input)
                error.file(name_).hint(
                    "It must be nodes as \"keeperctl snapshot dump\" prints them, one a line.");
            throw;
        }
    }
    FieldSet fields() const { return reader_.fields(); }

private:
    std::string name_;
    io::MeteredSource source_;
    JsonNodeReader reader_;
};

class JsonSide final : public Side {
public:
    JsonSide(io::FileSystem& files, const std::string& name)
        : name_(name), file_(files.open_for_reading(name)) {
        JsonNodes first(file_, name_, nullptr);
        Node node;
        // Every tree has a root: what failed to be dumped must not be equal to what failed, too.
        if (!first.next(node))
            throw Error(ErrorKind::bad_input, "there is no node in this file").file(name_);
        fields_ = first.fields();
    }
    const std::string& name() const override { return name_; }
    std::string description() const override { return "nodes as JSON"; }
    System system() const override { return fields_.has(Field::seq_num) ? System::keeper : System::unknown; }
    FieldSet fields() const override { return fields_; }
    std::uint64_t size() const override { return file_->size(); }
    std::unique_ptr<Nodes> read(io::Meter* meter) override {
        return std::make_unique<JsonNodes>(file_, name_, meter);
    }
    const TreeFacts& facts() const override { return facts_; }

private:
    std::string name_;
    std::shared_ptr<io::File> file_;
    FieldSet fields_;
    TreeFacts facts_;
};

} // namespace

std::unique_ptr<Side> json_lines(io::FileSystem& files, const std::string& file) {
    return std::make_unique<JsonSide>(files, file);
}

} // namespace keeperfs::compare
