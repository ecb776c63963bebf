// Several places as one, and what a configuration says of them.
#include "support/backup_scene.h"
#include "support/config_files.h"
#include "support/living_keeper.h"

#include "keeperfs/backup/source_places.h"
#include "keeperfs/config/keeper_settings.h"

using namespace keeperfs;
using namespace keeperfs::test;

TEST_CASE("a log that is not whole on the disk to which it is moved is taken from the other") {
    BackupScene scene;
    LivingKeeper keeper(scene.dir.path() / "data", {20, 1000, 1000, 2});
    keeper.append(50);
    const std::filesystem::path log = scene.dir.path() / "data/log", usual = scene.dir.path() / "usual";
    const std::string name = "changelog_21_40.bin";
    std::filesystem::create_directory(usual);
    write_file(usual / name, read_file(log / name).substr(0, 500));
    write_file(usual / ("tmp_" + name), "");
    backup::CreateOptions options;
    options.places = {{usual.string(), log.string()}, {keeper.directory() + "/snapshots"}, ""};
    options.now_ms = scene.now_ms;
    CHECK(backup::create(scene.files, scene.store, options).manifest.last_index == 50);
}

TEST_CASE("a configuration's directories and disks are places, each once") {
    const std::string disks = R"(<storage_configuration><disks><here><path>/k/here/</path></here>
        <plain><type>s3_plain</type><endpoint>http://h:1/plain/log/</endpoint></plain>
        <random><type>s3</type><endpoint>http://h:1/random/</endpoint><metadata_path>/k/meta/</metadata_path></random>
        <web><type>web</type><endpoint>http://h:1/</endpoint></web></disks></storage_configuration>)";
    const auto places_of = [&](const std::string& keeper) {
        const auto loaded = load_config({{"k.xml", "<clickhouse>" + disks + "<keeper_server>" + keeper +
                                                       "</keeper_server></clickhouse>"}});
        return backup::configured_places(config::read_keeper_settings(loaded), "etc/k.xml",
                                         [](const std::string&) { return std::nullopt; });
    };
    const auto places = places_of("<log_storage_disk>plain</log_storage_disk><latest_log_storage_disk>here</"
                                  "latest_log_storage_disk><old_log_storage_disk>plain</old_log_storage_disk>"
                                  "<snapshot_storage_disk>random</snapshot_storage_disk>"
                                  "<state_storage_disk>here</state_storage_disk>");
    CHECK(places.log_dirs == std::vector<std::string>{"http://h:1/plain/log", "/k/here"});
    CHECK(places.snapshot_dirs == std::vector<std::string>{"/k/meta"});
    CHECK(places.state_file == "/k/here/state");
    CHECK(places.disks.size() == 2);
    CHECK(places.disks.at("http://h:1/plain/log").name == "plain");
    CHECK(places.described(places.snapshot_dirs) ==
          std::vector<std::string>{"http://h:1/random/ (metadata in /k/meta)"});
    CHECK(places.is_local("/k/here"));
    CHECK_THROWS_AS(places_of("<log_storage_disk>web</log_storage_disk>"), Error);
    CHECK_THROWS_AS(places_of("<log_storage_disk>nowhere</log_storage_disk>"), Error);
}
