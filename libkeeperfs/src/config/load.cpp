#include "keeperfs/config/load.h"

#include "config/audit.h"
#include "config/file_names.h"
#include "config/merge.h"
#include "config/override_files.h"
#include "config/reading.h"
#include "config/state.h"
#include "config/substitution.h"
#include "config/xml_reader.h"
#include "config/yaml_reader.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

namespace keeperfs::config {

namespace {

Node read_document(Reading& reading, const std::string& path) {
    const std::string content = reading.read_file(path);
    const std::uint32_t file = reading.number_of(path);
    return format_of(path, content) == Format::xml ? read_xml(reading, content, {file, 1})
                                                   : read_yaml(reading, content, file);
}

bool is_clickhouse(std::string_view root) { return root == "clickhouse" || root == "yandex"; }

/// A letter, a list of hosts: in YAML every plain text is a document.
bool is_only_text(const Node& root) { return !root.has_elements() && !is_blank(root.inner_text()); }

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
        require_main_file();
        Node root = read_document(reading_, main_file_.string());
        if (is_only_text(root))
            reading_.fail(root.place, "there is text and no setting in this file",
                          "Is it a server's main file? A setting in YAML is 'name: value'.");
        used(main_file_.string(), SourceFile::Role::main);
        for (const std::string& path : override_files(reading_, main_file_))
            merge_file(root, path);
        substitute_all(root);
        const auto state = std::make_shared<Configuration::State>(std::move(root), reading_.file_names());
        audit(reading_, state->root, state->keys);
        std::stable_partition(reading_.files.begin(), reading_.files.end(),
                              [](const SourceFile& file) { return file.role != SourceFile::Role::ignored; });
        state->files = std::move(reading_.files);
        state->findings = std::move(reading_.findings);
        return state;
    }

private:
    Reading reading_;
    std::filesystem::path main_file_;

    void require_main_file() const {
        if (!reading_.options.files->exists(main_file_.string()))
            throw Error(ErrorKind::bad_input, "there is no such file")
                .file(main_file_.string())
                .hint("A standalone Keeper has keeper_config.xml, in the directory that it starts in or in "
                      "/etc/clickhouse-keeper; one inside a ClickHouse server has "
                      "/etc/clickhouse-server/config.xml.");
    }
    void used(const std::string& path, SourceFile::Role role) { reading_.files.push_back({path, role, ""}); }

    void merge_file(Node& root, const std::string& path) {
        Node over = read_document(reading_, path);
        if (!belongs(reading_, root, over)) {
            reading_.ignore(path,
                            fmt::format("its root element is <{}> and that of the main file <{}>",
                                        escaped(over.text), escaped(root.text)),
                            "Give both the same root element.");
            return;
        }
        if (is_only_text(over))
            reading_.report("config.file.only-text", over.place,
                            "there is text and no setting in this file: it changes nothing",
                            "A setting in YAML is 'name: value'.");
        if (over.has("replace") || over.has("remove"))
            reading_.report("config.attribute.on-root", over.place,
                            fmt::format("attributes of the root <{}> do nothing", escaped(over.text)),
                            "Put them on the elements that are meant.");
        merge_into(reading_, root, std::move(over));
        used(path, SourceFile::Role::override_file);
    }

    void substitute_all(Node& root) {
        std::optional<Node> included;
        if (const auto [path, place] = include_file(root); !path.empty()) {
            if (reading_.options.files->exists(path)) {
                included = read_document(reading_, path);
                used(path, SourceFile::Role::include_file);
            } else {
                miss_include_file(path, place);
            }
        }
        substitute(reading_, root, included ? &*included : nullptr);
    }
    /// Its path, empty where there is none, and where that is written.
    std::pair<std::string, Place> include_file(Node& root) {
        const auto child = std::ranges::find_if(
            root.children, [](const Node& node) { return node.is_element() && node.text == "include_from"; });
        if (child != root.children.end()) {
            const Place place = child->place;
            const std::optional<std::string> path = substitute_child(reading_, root, child);
            return {path.value_or(""), place};
        }
        const std::string& usual = reading_.options.default_include_from;
        return {!usual.empty() && reading_.options.files->exists(usual) ? usual : "", {}};
    }
    void miss_include_file(const std::string& path, Place place) {
        const std::string what = fmt::format("the include file {} does not exist", escaped(path));
        const std::string hint = "A server reads it by this path, from the directory that it was started in.";
        if (reading_.options.strict_include_from)
            reading_.fail(place, what, hint);
        reading_.report("config.include.no-file", place, what, hint);
    }
};

} // namespace

Configuration load_configuration(const std::filesystem::path& main_file, const LoadOptions& options) {
    return Configuration(Loader(main_file, options).load());
}

} // namespace keeperfs::config
