#include "support/keeper_records.h"

#include "keeperfs/inspect/log_filter.h"
#include "keeperfs/inspect/log_json.h"
#include "keeperfs/inspect/log_runs.h"

#include <doctest/doctest.h>

#include <map>
#include <random>

using namespace keeperfs;
using namespace keeperfs::inspect;
using keeper::OpNum;
using test::Jute;

namespace {

/// Its blob stays with it.
struct Made {
    std::string blob;
    LogEntry entry;

    Made(std::uint64_t index, std::string blob_) : blob(std::move(blob_)) {
        entry.record.index = index;
        entry.record.term = 1;
        entry.record.blob = as_bytes(blob);
        entry.decode();
    }
};

bool finds(const LogFilter& filter, const LogEntry& entry) {
    bool found = false;
    for_each_operation(entry.request, [&](const keeper::RequestOperation& operation, const auto&) {
        found = found || (filter.accepts(entry) && filter.accepts(operation));
    });
    return found;
}

} // namespace

TEST_CASE("of records with the same index the last one counts, and those behind the first do not") {
    std::mt19937 random(3);
    for (int round = 0; round < 300; ++round) {
        LogRuns runs;
        std::map<std::uint64_t, std::uint64_t> simple; // index -> number of the record
        std::uint64_t index = 10;
        for (std::uint64_t number = 0; number < 40; ++number) {
            const auto choice = random() % 10;
            index = choice == 0   ? index + 2
                    : choice == 1 ? index - std::min<std::uint64_t>(random() % 6, index)
                                  : index + 1;
            runs.add(index);
            simple.erase(simple.lower_bound(index), simple.end());
            simple[index] = number;
        }
        CHECK(runs.overwritten() == 40 - simple.size());
        std::size_t counting = 0;
        for (std::uint64_t number = 0; number < 40; ++number)
            counting += runs.counts(number) ? 1 : 0;
        CHECK(counting == simple.size());
        for (const auto& [at, number] : simple)
            CHECK(runs.counts(number));
        for (std::uint64_t from = 0; from < 50; from += 7) {
            std::uint64_t wanted = from;
            while (simple.contains(wanted))
                ++wanted;
            CHECK(runs.first_missing(from, 60).value_or(61) == wanted);
        }
    }
}

TEST_CASE("a filter finds what meets all of its conditions, with the limits that it includes") {
    const Made made(50, test::request_blob(7, 1, OpNum::remove, Jute().text("/a/b").int32(-1).bytes(),
                                           test::servers_part(1000, 40, 5)));
    const auto with = [&](auto change) {
        LogFilter filter;
        change(filter);
        return finds(filter, made.entry);
    };
    CHECK(with([](LogFilter&) {}));
    CHECK(with([](LogFilter& f) { f.paths.emplace_back("/a/*"); }));
    CHECK_FALSE(with([](LogFilter& f) { f.paths.emplace_back("/b"); }));
    CHECK(with([](LogFilter& f) { f.ops = {OpNum::set, OpNum::remove}; }));
    CHECK_FALSE(with([](LogFilter& f) { f.ops = {OpNum::set}; }));
    CHECK(with([](LogFilter& f) { f.sessions = {7}; }));
    CHECK_FALSE(with([](LogFilter& f) { f.sessions = {8}; }));
    CHECK(with([](LogFilter& f) { f.since_ms = 1000; }));
    CHECK_FALSE(with([](LogFilter& f) { f.since_ms = 1001; }));
    CHECK(with([](LogFilter& f) { f.before_ms = 1001; }));
    CHECK_FALSE(with([](LogFilter& f) { f.before_ms = 1000; }));
    CHECK(with([](LogFilter& f) { f.zxid_from = f.zxid_to = 40; }));
    CHECK_FALSE(with([](LogFilter& f) { f.zxid_from = 41; }));
    CHECK_FALSE(with([](LogFilter& f) { f.index_to = 49; }));
}

TEST_CASE("operations without a path, or with bytes that are none, match no pattern") {
    LogFilter filter;
    filter.paths.emplace_back("/**");
    CHECK_FALSE(finds(filter, Made(1, test::request_blob(7, 1, OpNum::heartbeat, "")).entry));
    for (const char* path : {"", "a", "x/y"})
        CHECK_FALSE(finds(
            filter,
            Made(1, test::request_blob(7, 1, OpNum::remove, Jute().text(path).int32(-1).bytes())).entry));
}

TEST_CASE("a node is written by its own requests, by a sequential create and by a removal above it") {
    const auto writes = [](OpNum op, std::string_view path, bool sequential, std::string_view to) {
        keeper::RequestOperation operation;
        operation.op = op;
        operation.path = as_bytes(path);
        operation.sequential = sequential;
        return writes_to(operation, to);
    };
    CHECK(writes(OpNum::set, "/a", false, "/a"));
    CHECK_FALSE(writes(OpNum::set, "/a", false, "/a/b"));
    CHECK_FALSE(writes(OpNum::get, "/a", false, "/a"));
    CHECK(writes(OpNum::create, "/a/q-", true, "/a/q-0000000012"));
    CHECK_FALSE(writes(OpNum::create, "/a/q-", true, "/a/q-"));
    CHECK_FALSE(writes(OpNum::create, "/a/q-", true, "/a/q-000000001x"));
    CHECK(writes(OpNum::remove_recursive, "/a", false, "/a/b/c"));
    CHECK(writes(OpNum::remove_recursive, "/", false, "/a"));
    CHECK_FALSE(writes(OpNum::remove_recursive, "/a", false, "/ab"));
}

TEST_CASE("credentials are in no line, only the user's name is") {
    const Made made(5, test::request_blob(7, -4, OpNum::auth,
                                          Jute().int32(0).text("digest").text("user:secret").bytes()));
    std::string line;
    append_json(line, made.entry, made.entry.request.operation, std::nullopt);
    CHECK(line == R"({"index":5,"term":1,"type":"request","session":"0x7","xid":-4,"zxid":"0x5","op":"Auth",)"
                  R"("scheme":"digest","user":"user"})");
    keeper::RequestOperation without_colon;
    without_colon.data = as_bytes("secret");
    CHECK(user_of(without_colon).empty());
}
