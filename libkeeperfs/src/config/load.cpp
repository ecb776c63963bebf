#include "keeperfs/config/load.h"

#include "config/file_names.h"
#include "config/merge.h"
#include "config/override_files.h"
#include "config/reading.h"
#include "config/state.h"
#include "config/xml_reader.h"

#include "keeperfs/base/text.h"

namespace keeperfs::config {

namespace {

Node read_document(Reading& reading, const std::string& path) {
    const std::string content = reading.read_file(path);
    const Place start{reading.number_of(path), 1};
    return read_xml(reading, content, start);
}

bool is_clickhouse(std::string_view root) { return root == "clickhouse" || root == "yandex"; }

/// Whether an override of this root is merged; a wrong one under a root <clickhouse> stops a server.
bool belongs(Reading& reading, const Node& base, const Node& over) {
    if (base.text == over.text || (is_clickhouse(base.text) && is_clickhouse(over.text)))
        return true;
    if (is_clickhouse(base.text))
        reading.fail(over.place,
                     fmt::format("the root element is <{}> and must be <{}>, as in the main file",
                                 escaped(over.text), escaped(base.text)),
                     "A server does not start with this file.");
    return false;
}

class Loader {
public:
    Loader(const std::filesystem::path& main_file, const LoadOptions& options)
        : reading_(options), main_file_(main_file) {}

    std::shared_ptr<const Configuration::State> load() {
        Node root = read_document(reading_, main_file_.string());
        reading_.files.push_back({main_file_.string(), SourceFile::Role::main, ""});
        std::vector<SourceFile> ignored;
        for (const std::string& path : override_files(reading_, main_file_))
            merge_file(root, path);
        std::ranges::stable_partition(
            reading_.files, [](const SourceFile& file) { return file.role != SourceFile::Role::ignored; });
        const auto state = std::make_shared<Configuration::State>(std::move(root), reading_.file_names());
        state->files = std::move(reading_.files);
        state->findings = std::move(reading_.findings);
        return state;
    }

private:
    Reading reading_;
    std::filesystem::path main_file_;

    void merge_file(Node& root, const std::string& path) {
        Node over = read_document(reading_, path);
        if (!belongs(reading_, root, over)) {
            reading_.files.push_back({path, SourceFile::Role::ignored, "its root element is another"});
            return;
        }
        merge_into(reading_, root, std::move(over));
        reading_.files.push_back({path, SourceFile::Role::override_file, ""});
    }
};

} // namespace

Configuration load_configuration(const std::filesystem::path& main_file, const LoadOptions& options) {
    return Configuration(Loader(main_file, options).load());
}

} // namespace keeperfs::config
