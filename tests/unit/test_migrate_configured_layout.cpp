#include "support/config_files.h"

#include "keeperfs/base/error.h"
#include "keeperfs/migrate/configured_layout.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::test;
using migrate::Configured;
using migrate::Layout;

namespace {

constexpr const char* disks =
    "<storage_configuration><disks><fast><path>/fast/</path></fast><slow><path>/slow/</path></slow>"
    "<far><type>s3_plain</type><endpoint>http://s3/b/k/</endpoint><secret_access_key>x</secret_access_key></"
    "far>"
    "</disks></storage_configuration>";

Configured configured(const std::string& keeper, const std::string& top = disks) {
    return {
        config::read_keeper_settings(load_config({{"k.xml", "<clickhouse>" + top + "<keeper_server>" +
                                                                keeper + "</keeper_server></clickhouse>"}})),
        "/etc/k.xml"};
}
std::shared_ptr<storage::Disk> no_disk(const Configured&, const config::StoragePlace&) {
    return storage::memory_disk();
}

std::string text_of(const Layout& layout, const migrate::Roles& roles) {
    std::string text;
    for (const std::size_t place : roles.old)
        text += layout.places[place].name +
                (std::ranges::find(roles.unnamed, place) != roles.unnamed.end() ? "! " : " ");
    text += "-> " + layout.places[roles.usual].name;
    return roles.latest == roles.usual ? text : text + ", " + layout.places[roles.latest].name;
}

Layout of_directories(const std::vector<std::string>& from, const std::string& to, const Configured* now) {
    std::vector<migrate::Place> places;
    for (const std::string& directory : from)
        places.push_back(migrate::place_of_directory(directory));
    return migrate::layout_of_places(places, migrate::place_of_directory(to), now);
}

struct Row {
    const char *before, *now, *logs, *snapshots, *state;
};

} // namespace

TEST_CASE("sources and targets of two configurations, and which of them the second does not name") {
    const Row rows[] = {
        {"<storage_path>/k</storage_path>", "<storage_path>/k</storage_path>", "-> /k/logs",
         "-> /k/snapshots", "-> /k"},
        {"<storage_path>/k</storage_path>",
         "<storage_path>/k</storage_path><log_storage_disk>far</log_storage_disk>"
         "<latest_log_storage_disk>fast</latest_log_storage_disk>",
         "/k/logs! -> far, fast", "-> /k/snapshots", "-> /k"},
        {"<log_storage_disk>fast</log_storage_disk><state_storage_disk>fast</state_storage_disk>",
         "<log_storage_disk>slow</log_storage_disk><old_log_storage_disk>fast</old_log_storage_disk>"
         "<state_storage_disk>slow</state_storage_disk>",
         "fast -> slow", "-> /var/lib/clickhouse-keeper/snapshots", "fast -> slow"},
        // the same directory by two names
        {"<log_storage_path>/fast</log_storage_path>", "<log_storage_disk>fast</log_storage_disk>", "-> fast",
         "-> /var/lib/clickhouse-keeper/snapshots", "/ -> /var/lib/clickhouse-keeper"},
        // what was the newest's disk is one now that is read
        {"<snapshot_storage_disk>fast</snapshot_storage_disk>"
         "<latest_snapshot_storage_disk>slow</latest_snapshot_storage_disk>",
         "<snapshot_storage_disk>slow</snapshot_storage_disk>", "-> /var/lib/clickhouse-keeper/logs",
         "fast! -> slow", "-> /var/lib/clickhouse-keeper"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.now);
        const Configured before = configured(row.before), now = configured(row.now);
        const Layout layout = migrate::layout_of(now, &before, no_disk);
        CHECK(text_of(layout, layout.logs) == row.logs);
        CHECK(text_of(layout, layout.snapshots) == row.snapshots);
        CHECK(text_of(layout, layout.state) == row.state);
    }
}

TEST_CASE("the lines to be added are a configuration, which names the sources then") {
    const Configured before =
        configured("<storage_path>/k</storage_path><log_storage_disk>far</log_storage_disk>");
    const std::string wanted =
        "<log_storage_disk>fast</log_storage_disk><snapshot_storage_disk>slow</snapshot_storage_disk>"
        "<old_snapshot_storage_disk>slow</old_snapshot_storage_disk><state_storage_disk>slow</"
        "state_storage_disk>";
    const std::string few = "<storage_configuration><disks><fast><path>/fast/</path></fast>"
                            "<slow><path>/slow/</path></slow></disks></storage_configuration>";
    const Configured now = configured(wanted, few);
    const Layout layout = migrate::layout_of(now, &before, no_disk);
    std::string lines;
    const std::vector<migrate::UnnamedSource> sources{
        {migrate::FileKind::log, layout.logs.unnamed.at(0)},
        {migrate::FileKind::snapshot, layout.snapshots.unnamed.at(0)}};
    for (const std::string& line : layout.lines_naming(layout, sources))
        lines += line + "\n";
    CHECK(lines == R"(<clickhouse>
    <storage_configuration>
        <disks>
            <far>
                <type>s3_plain</type>
                <endpoint>http://s3/b/k/</endpoint>
                <!-- and its credentials, as they were -->
            </far>
            <old_disk>
                <type>local</type>
                <path>/k/snapshots/</path>
            </old_disk>
        </disks>
    </storage_configuration>
    <keeper_server>
        <old_log_storage_disk>far</old_log_storage_disk>
        <old_snapshot_storage_disk_2>old_disk</old_snapshot_storage_disk_2>
    </keeper_server>
</clickhouse>
)");
    const Configured added{
        config::read_keeper_settings(load_config(
            {{"k.xml", "<clickhouse>" + few + "<keeper_server>" + wanted + "</keeper_server></clickhouse>"},
             {"k.d/lines.xml", lines}})),
        "/etc/k.xml"};
    const Layout complete = migrate::layout_of(added, &before, no_disk);
    CHECK(complete.logs.unnamed.empty());
    CHECK(complete.snapshots.unnamed.empty());
}

TEST_CASE("a newest log that would lie on an object store is told") {
    for (const bool is_local : {true, false}) {
        const Configured now =
            configured(std::string("<log_storage_disk>far</log_storage_disk>") +
                       (is_local ? "<latest_log_storage_disk>fast</latest_log_storage_disk>" : ""));
        CHECK(migrate::layout_of(now, nullptr, no_disk).has_remote_latest_log == !is_local);
    }
}

TEST_CASE("directories: what the configuration says of them, if there is one") {
    const Layout unknown = of_directories({"/a", "/b/"}, "/c", nullptr);
    CHECK(text_of(unknown, unknown.logs) == "/a! /b! -> /c");
    const Configured now = configured("<log_storage_disk>slow</log_storage_disk>"
                                      "<old_log_storage_disk>fast</old_log_storage_disk>");
    const Layout known = of_directories({"/fast"}, "/slow/", &now);
    CHECK(text_of(known, known.logs) == "/fast -> /slow");
    CHECK(known.logs.unnamed.empty());
    CHECK(known.unread_targets.empty());
    CHECK(of_directories({"/fast"}, "/elsewhere", &now).unread_targets.size() == 1);
    CHECK_THROWS_AS(of_directories({"/a/../c/"}, "/c", nullptr), Error);
}
