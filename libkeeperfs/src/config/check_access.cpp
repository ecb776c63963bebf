// Who gets in: passwords, four-letter words, TLS, paths of HTTP.
#include "config/checkup.h"

#include "keeperfs/base/text.h"
#include "keeperfs/config/values.h"
#include "keeperfs/config/word_list.h"

namespace keeperfs::config {

namespace {

constexpr std::size_t longest_password = 16; // of the ZooKeeper handshake

void check_passwords(Checkup& checkup) {
    std::vector<std::string> given;
    for (const char* name :
         {"client_password", "client_password_sha256_hex", "client_password_double_sha1_hex"})
        if (checkup.configuration().has(below(keeper_section, name)))
            given.push_back(below(keeper_section, name));
    if (given.size() > 1)
        checkup.add("access.several-passwords", given[1],
                    "the password of clients is given in more than one form: the server does not start",
                    "Leave one of them.");
    const std::string plain = below(keeper_section, "client_password");
    if (checkup.is_known(plain) && checkup.text(plain).size() > longest_password)
        checkup.add("access.password-too-long", plain,
                    fmt::format("client_password is longer than {} bytes", longest_password),
                    "Take a shorter one, or give its SHA-256.");
}

bool is_super_digest(std::string_view text) {
    constexpr std::string_view beginning = "super:";
    constexpr std::size_t base64_of_sha1 = 28;
    if (!text.starts_with(beginning) || text.size() != beginning.size() + base64_of_sha1 ||
        !text.ends_with('='))
        return false;
    text = text.substr(beginning.size(), base64_of_sha1 - 1);
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
               c == '/';
    });
}

void check_superdigest(Checkup& checkup) {
    const std::string key = below(keeper_section, "superdigest");
    if (checkup.is_known(key) && !is_super_digest(checkup.text(key)))
        checkup.add("access.superdigest-form", key,
                    "superdigest has not the form super:<SHA-1 in Base64>, so no client can be super",
                    "It is super: and the Base64 of the SHA-1 of super:<password>.");
}

void check_word_lists(Checkup& checkup) {
    const std::string now = below(keeper_section, "four_letter_word_allow_list");
    const std::string before = below(keeper_section, "four_letter_word_white_list");
    const bool has_new = checkup.configuration().has(now);
    if (has_new && checkup.configuration().has(before))
        checkup.add("access.both-word-lists", before,
                    "four_letter_word_white_list is not read where four_letter_word_allow_list is there",
                    "Take it out.");
    if (!checkup.keeper().allow_list)
        return;
    const std::string key = has_new ? now : before;
    const std::string& list = *checkup.keeper().allow_list;
    constexpr std::string_view probes_send[] = {"mntr", "ruok", "srvr"};
    const auto missing = missing_words(list, probes_send);
    std::vector<std::string_view> changing;
    for (const FourLetterWord& word : four_letter_words())
        if (word.changes_state && missing_words(list, {&word.word, 1}).empty())
            changing.push_back(word.word);
    if (!missing.empty())
        checkup.add("access.no-probe-words", key,
                    fmt::format("the allow list lacks {}, which probes send: they get no answer",
                                fmt::join(missing, ", ")),
                    "Add them.");
    if (!changing.empty())
        checkup.add(
            "access.words-that-change", key,
            fmt::format("whoever reaches the port can change the server: {}", fmt::join(changing, ", ")),
            "No password protects these words. Leave out those that nobody needs.");
}

void check_tls(Checkup& checkup) {
    const KeeperSettings& keeper = checkup.keeper();
    const std::string section = "openSSL.server";
    const bool has_port = keeper.tcp_port_secure.has_value();
    if (!has_port && !keeper.raft_is_secure)
        return;
    const auto has = [&](std::string_view name) { return checkup.configuration().has(below(section, name)); };
    if (!has("certificateFile") || !has("privateKeyFile"))
        checkup.add("tls.no-certificate",
                    has_port ? below(keeper_section, "tcp_port_secure") : below(raft_section, "secure"),
                    fmt::format("{} needs openSSL.server with certificateFile and privateKeyFile",
                                has_port ? "tcp_port_secure" : "raft_configuration.secure"),
                    "Name both files.");
    if (keeper.raft_is_secure && !checkup.configuration().has("openSSL.client"))
        checkup.add("tls.no-client-section", below(raft_section, "secure"),
                    "members connect to each other with TLS, and openSSL.client does not say how",
                    "Give openSSL.client the certificate, and how others are verified.");
}

void check_http_paths(Checkup& checkup) {
    for (const std::string& key :
         {below(keeper_section, "http_control.readiness.endpoint"), below("prometheus", "endpoint")})
        if (checkup.configuration().has(key) && !checkup.text(key).starts_with('/'))
            checkup.add("http.endpoint-form", key,
                        fmt::format("the path '{}' does not begin with a slash, so no request has it",
                                    escaped(checkup.text(key))),
                        "Begin it with a slash.");
}

} // namespace

void check_access(Checkup& checkup) {
    check_passwords(checkup);
    check_superdigest(checkup);
    check_word_lists(checkup);
    check_tls(checkup);
    check_http_paths(checkup);
    const std::string recovery = below(keeper_section, "force_recovery");
    if (boolean_of(checkup.text(recovery)).value_or(false))
        checkup.add("keeper.force-recovery", recovery,
                    "force_recovery is on: each start takes the members from this file and waits for them",
                    "Take it out as soon as the recovery is done.");
}

} // namespace keeperfs::config
