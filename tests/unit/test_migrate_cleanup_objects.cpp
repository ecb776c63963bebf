#include "support/disk_scene.h"
#include "support/keeper_records.h"

#include "keeperfs/migrate/cleanup_objects.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::test;
using storage::Disk;

namespace {

/// Files whose bytes lie in a store that others use, too.
class StoredFiles final : public Disk {
public:
    StoredFiles(std::shared_ptr<Disk> store, std::set<std::string> object_places)
        : store_(std::move(store)), object_places_(std::move(object_places)) {}
    std::vector<storage::Entry> list(std::string_view prefix) override { return files_->list(prefix); }
    std::optional<storage::Entry> stat(std::string_view name) override { return files_->stat(name); }
    std::unique_ptr<io::Source> open(std::string_view name) override { return files_->open(name); }
    std::unique_ptr<io::Sink> create(std::string_view name, Existing policy) override {
        return files_->create(name, policy);
    }
    void remove(std::string_view name) override { files_->remove(name); }
    std::string place(std::string_view name) const override { return files_->place(name); }
    std::shared_ptr<Disk> store() override { return store_; }
    std::set<std::string> object_places() override { return object_places_; }
    void lead_to(const std::string& key) { object_places_.insert(store_->place(key)); }

private:
    std::unique_ptr<Disk> files_ = storage::memory_disk();
    std::shared_ptr<Disk> store_;
    std::set<std::string> object_places_;
};

/// The disk A has its objects in the store; B is another one.
struct Scene {
    std::shared_ptr<Disk> store = storage::memory_disk();
    std::shared_ptr<StoredFiles> a;
    migrate::Layout layout;

    explicit Scene(const std::set<std::string>& leads_to) {
        std::set<std::string> places;
        for (const std::string& key : leads_to)
            places.insert(store->place(key));
        a = std::make_shared<StoredFiles>(store, places);
        layout = layout_of({"A: | B:", "A", "B", "B"}, [&](const std::string& name) {
            return name == "A" ? std::shared_ptr<Disk>(a) : storage::memory_disk();
        });
    }
    Disk& b() { return *layout.places[1].disk; }
    migrate::Inventory inventory() {
        MemoryFileSystem files;
        return migrate::take_inventory(files, layout);
    }
    std::vector<migrate::JudgedObject> judged(migrate::OtherDisks others = migrate::OtherDisks::excluded) {
        return migrate::judge_objects(layout, inventory(), others);
    }
    std::string left() {
        std::string names;
        for (const storage::Entry& object : store->list(""))
            names += object.name + " ";
        return names;
    }
};

std::string log_of(std::uint64_t number) {
    StringSink sink;
    keeper::ChangelogWriter writer(sink, keeper::ChangelogCodec::plain);
    const std::string blob = removal_blob(number);
    writer.write({1, 1, 1, keeper::RecordType::application, as_bytes(blob)});
    writer.finish();
    return sink.content;
}

} // namespace

TEST_CASE("an object that no file leads to is found, whatever disk has the others") {
    Scene scene({"named/a"});
    for (const char* key : {"named/a", "named/b", "nameless/c"})
        put(*scene.store, key, "x");
    scene.layout.add(
        {"C", "C", "", std::make_shared<StoredFiles>(scene.store, std::set{scene.store->place("named/b")})});
    const auto found = migrate::find_unnamed_objects(scene.layout);
    REQUIRE(found.size() == 1);
    CHECK(found.front().entry.name == "nameless/c");
    CHECK(found.front().place == 0);
    CHECK(found.front().disk_has_names);
}

TEST_CASE("only what is also a whole file is useless, and only where no other disk can lead to it") {
    Scene scene({"named"});
    const std::string log = log_of(1), other = log_of(2);
    REQUIRE(log.size() == other.size());
    put(*scene.store, "named", log);
    put(*scene.store, "double", log);
    put(*scene.store, "same size", other);
    put(*scene.store, "stranger", "x");
    put(scene.b(), "changelog_1_10.bin", log);
    CHECK(migrate::remove_useless(scene.layout, scene.judged(migrate::OtherDisks::possible)) == 0);
    CHECK(migrate::remove_useless(scene.layout, scene.judged()) == 1);
    CHECK(scene.left() == "named same size stranger ");
}

TEST_CASE("a double of a file that is not whole stays") {
    Scene scene({"named"});
    put(*scene.store, "double", "torn");
    SUBCASE("cut off") { put(scene.b(), "changelog_1_10.bin", "torn"); }
    SUBCASE("with a marker, because of which a server deletes it") {
        put(*scene.store, "of the marked", log_of(1));
        put(scene.b(), "changelog_1_10.bin", log_of(1));
        put(scene.b(), "tmp_changelog_1_10.bin", "");
    }
    for (const migrate::JudgedObject& judged : scene.judged())
        CHECK_FALSE(judged.is_useless);
}

TEST_CASE("where a disk has no file at all, its objects may be all there is") {
    Scene scene({});
    put(*scene.store, "double", log_of(1));
    put(scene.b(), "changelog_1_10.bin", log_of(1));
    const auto judged = scene.judged();
    REQUIRE(judged.size() == 1);
    CHECK_FALSE(judged.front().is_useless);
    CHECK(judged.front().reason.find("no file at all") != std::string::npos);
}

TEST_CASE("an object that has got a name since it was judged stays") {
    Scene scene({"named"});
    put(*scene.store, "double", log_of(1));
    put(scene.b(), "changelog_1_10.bin", log_of(1));
    const auto judged = scene.judged();
    REQUIRE(judged.front().is_useless);
    scene.a->lead_to("double");
    CHECK(migrate::remove_useless(scene.layout, judged) == 0);
    CHECK(scene.left() == "double ");
}
