#include "support/config_files.h"

#include "keeperfs/config/secrets.h"

#include <doctest/doctest.h>

using namespace keeperfs::config;

TEST_CASE("credentials are secrets by their names") {
    for (const char* key :
         {"keeper_server.superdigest", "storage_configuration.disks.s3.access_key_id",
          "storage_configuration.disks.s3.secret_access_key",
          "storage_configuration.disks[1].s3.session_token",
          "openSSL.server.privateKeyPassphraseHandler.options.password", "zookeeper.identity",
          "users.u.password", "users.u.password_sha256_hex", "encryption_codecs.aes_128_gcm_siv.key_hex",
          "encryption_codecs.a.key_hex[1]", "encryption_codecs.aes.key", "password.x", "a[@password]",
          "s3.header", "azure.account_key", "azure.connection_string"})
        CHECK_MESSAGE(is_secret(key), key);
    for (const char* key :
         {"keeper_server.tcp_port", "keeper_server.digest_enabled", "openSSL.server.privateKeyFile",
          "keeper_server.coordination_settings.session_timeout_ms", "keeper_server.server_id", "",
          "users.u.name", "keeper_server.coordination_settings.max_token_bytes"})
        CHECK_MESSAGE(!is_secret(key), key);
}

TEST_CASE("what refers to a secret is one") {
    const auto config = keeperfs::test::load_config(
        {{"k.xml", "<c><password>p</password><a>${password}</a><b>x ${a}</b><d>${e}</d><e>1</e></c>"}});
    CHECK(is_secret("a", *config.value("a")));
    CHECK(is_secret("b", *config.value("b")));
    CHECK_FALSE(is_secret("d", *config.value("d")));
}
