#include "options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <array>
#include <utility>

using keeperfs::Error;
using keeperfs::ErrorKind;
using namespace keeperfs::convert;
namespace zookeeper = keeperfs::zookeeper;

namespace {

constexpr const char* where = "Where to read and write";
constexpr const char* target = "What to write";
constexpr const char* mapping = "What becomes of what";
constexpr const char* until = "Where to stop";
constexpr const char* safety = "What is refused unless allowed";
constexpr const char* reading = "How to read";

template <class T, std::size_t N>
T chosen(const std::string& word, const std::array<std::pair<const char*, T>, N>& table) {
    for (const auto& [name, value] : table)
        if (word == name)
            return value;
    return table.front().second;
}

template <class T>
T parsed(const char* option, const std::optional<T>& value, const std::string& text, const char* form) {
    if (!value)
        throw Error(ErrorKind::usage, fmt::format("{}: {} is not {}", option, keeperfs::escaped(text), form));
    return *value;
}

std::string tidy_path(const std::string& path) {
    if (!path.starts_with('/') || path == "/" || path.find("//") != std::string::npos)
        throw Error(ErrorKind::usage, fmt::format("--drop-path: {} is no path of a znode below the root",
                                                  keeperfs::escaped(path)));
    return path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
}

} // namespace

void Options::add_to(CLI::App& app) {
    auto& source = conversion_.source;
    app.add_option("--zookeeper-logs-dir", source.logs_dir,
                   "Where the files log.<zxid> lie: version-2 (required)")
        ->type_name("DIR")
        ->group(where);
    app.add_option("--zookeeper-snapshots-dir", source.snapshots_dir,
                   "Where the files snapshot.<zxid> lie, often the same (required)")
        ->type_name("DIR")
        ->group(where);
    app.add_option("--output-dir", conversion_.output_dir, "Keeper's snapshot directory (required)")
        ->type_name("DIR")
        ->group(where);

    app.add_option("--catch-up-file", conversion_.catch_up_file,
                   "Also write what keeper-converter catch-up needs later")
        ->type_name("FILE")
        ->group(where);

    format_.add_to(app, target, {"5: for Keeper 22.7 and later", "0: none", "zstd"});

    app.add_option("--sessions", sessions_, "Default keep; drop: ephemeral nodes go too")
        ->type_name("keep|drop")
        ->check(CLI::IsMember({"keep", "drop"}).description(""))
        ->group(mapping);
    app.add_option("--special-nodes", special_nodes_,
                   "Containers and TTL nodes; default auto: kept where possible")
        ->type_name("auto|persistent|fail")
        ->check(CLI::IsMember({"auto", "persistent", "fail"}).description(""))
        ->group(mapping);
    app.add_option("--acl-policy", acl_policy_, "ACLs of schemes unknown to Keeper; default keep")
        ->type_name("keep|open|fail")
        ->check(CLI::IsMember({"keep", "open", "fail"}).description(""))
        ->group(mapping);
    app.add_option("--acl-map", acl_map_, "Replace ACL entries: 'sasl:*=world:anyone:cdrwa'; repeatable")
        ->type_name("FROM=TO")
        ->expected(1)
        ->take_all()
        ->group(mapping);
    app.add_option("--drop-path", conversion_.drop_paths, "Leave out this znode and all below it; repeatable")
        ->type_name("PATH")
        ->expected(1)
        ->take_all()
        ->group(mapping);

    app.add_option("--until-zxid", until_zxid_, "Leave out transactions after this zxid (0x... or decimal)")
        ->type_name("ZXID")
        ->group(until);
    app.add_option("--until-time", until_time_, "Leave out what is later, for example 2026-11-24T14:05:00Z")
        ->type_name("TIME")
        ->group(until);

    app.add_flag("--allow-fuzzy", source.allow_fuzzy, "Take a snapshot whose logs do not cover its writing")
        ->group(safety);
    app.add_flag("--allow-gap", source.allow_gap, "Go on over missing transactions")->group(safety);
    app.add_flag("--allow-digest-mismatch", source.allow_digest_mismatch,
                 "Go on where the tree differs from ZooKeeper's own digest")
        ->group(safety);
    app.add_flag("--trust-empty", source.trust_empty,
                 "Without a snapshot, replay the logs over an empty tree")
        ->group(safety);
    app.add_flag("--force", conversion_.force,
                 "Write beside a Keeper's newer files; replace one of the same name")
        ->group(safety);
    app.add_flag("--dry-run", conversion_.dry_run, "Do all but write")->group(safety);

    app.add_option("--digest-charset", digest_charset_, "Charset of the server's JVM; default auto")
        ->type_name("auto|utf-8|ascii")
        ->check(CLI::IsMember({"auto", "utf-8", "ascii"}).description(""))
        ->group(reading);
    app.add_flag("--emulate-353-ttl", conversion_.emulate_353_ttl,
                 "Read negative owners as TTL nodes of ZooKeeper 3.5.3")
        ->group(reading);
    app.add_option("--expansion-limit", source.expansion_limit,
                   "How far a compressed snapshot may expand (default 200 times)")
        ->type_name("N")
        ->check(CLI::Range(1, 1'000'000).description(""))
        ->group(reading);
    format_.add_threads_to(app, reading);
    app.add_option("--memory-limit", memory_limit_, "Refuse early what needs more memory, for example 4GiB")
        ->type_name("SIZE")
        ->group(reading);

    console.add_to(app);
    app.add_option("--report", report_file, "Write the report as JSON to this file too")
        ->type_name("FILE")
        ->group("Output");
}

ZooKeeperToKeeperOptions Options::conversion() const {
    ZooKeeperToKeeperOptions options = conversion_;
    // Checked here and not by the parser, which would name a missing option before a misspelt one.
    for (const auto& [name, value] : {std::pair("--zookeeper-logs-dir", options.source.logs_dir),
                                      std::pair("--zookeeper-snapshots-dir", options.source.snapshots_dir),
                                      std::pair("--output-dir", options.output_dir)})
        if (value.empty())
            throw Error(ErrorKind::usage, fmt::format("{} is missing", name));
    const auto format = format_.chosen();
    options.snapshot_version = format.snapshot_version.value_or(options.snapshot_version);
    options.digest_version = format.digest_version.value_or(options.digest_version);
    options::check_digest_version(options.digest_version, options.snapshot_version);
    options.codec = format.codec.value_or(options.codec);
    options.compression_level = format_.compression_level();
    options.threads = format_.threads();
    options.sessions = sessions_ == "drop" ? SessionPolicy::drop : SessionPolicy::keep;
    options.special_nodes =
        chosen<SpecialNodePolicy, 3>(special_nodes_, {{{"auto", SpecialNodePolicy::automatic},
                                                       {"persistent", SpecialNodePolicy::persistent},
                                                       {"fail", SpecialNodePolicy::fail}}});
    options.acls = chosen<AclPolicy, 3>(
        acl_policy_, {{{"keep", AclPolicy::keep}, {"open", AclPolicy::open}, {"fail", AclPolicy::fail}}});
    options.source.digest_charset = chosen<zookeeper::DigestCharsetChoice, 3>(
        digest_charset_, {{{"auto", zookeeper::DigestCharsetChoice::automatic},
                           {"utf-8", zookeeper::DigestCharsetChoice::utf8},
                           {"ascii", zookeeper::DigestCharsetChoice::ascii}}});
    if (!until_zxid_.empty())
        options.source.until_zxid =
            parsed("--until-zxid", keeperfs::parse_zxid(until_zxid_), until_zxid_, "a zxid");
    if (!until_time_.empty())
        options.source.until_time_ms = parsed("--until-time", keeperfs::parse_time(until_time_), until_time_,
                                              "a time such as 2026-11-24T14:05:00Z");
    if (!memory_limit_.empty())
        options.memory_limit = parsed("--memory-limit", keeperfs::parse_size(memory_limit_), memory_limit_,
                                      "a size such as 4GiB");
    for (const std::string& text : acl_map_)
        options.acl_map.push_back(
            parsed("--acl-map", parse_acl_rule(text), text,
                   "SCHEME:ID=world:anyone[:PERMS] or SCHEME:ID=digest:USER:HASH[:PERMS]"));
    for (std::string& path : options.drop_paths)
        path = tidy_path(path);
    return options;
}
