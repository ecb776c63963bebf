#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/storage/s3_settings.h"

#include <doctest/doctest.h>

#include <map>

using namespace keeperfs;
using namespace keeperfs::test;
using storage::find_s3_credentials;

namespace {

storage::Environment with(std::map<std::string, std::string> variables) {
    return [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
}

constexpr const char* two_sections =
    "# of the team\n[default]\naws_access_key_id = A\naws_secret_access_key=s=/+\n"
    "\n[ backup ]\r\naws_access_key_id=B\r\naws_secret_access_key = t\r\n"
    "; over at noon\naws_session_token = token\n";

} // namespace

TEST_CASE("keys come from variables, else from the file that is named, else from the home directory") {
    const TestDir dir;
    std::filesystem::create_directory(dir.path() / ".aws");
    write_file(dir.path() / ".aws/credentials", two_sections);
    const std::string file = dir.file(".aws/credentials"), home = dir.file("");

    const auto variables = find_s3_credentials(with({{"AWS_ACCESS_KEY_ID", "V"},
                                                     {"AWS_SECRET_ACCESS_KEY", "v"},
                                                     {"AWS_SESSION_TOKEN", "w"},
                                                     {"HOME", home}}));
    REQUIRE(variables);
    CHECK(variables->access_key == "V");
    CHECK(variables->secret_key == "v");
    CHECK(variables->session_token == "w");

    const auto of_home = find_s3_credentials(with({{"HOME", home}}));
    REQUIRE(of_home);
    CHECK(of_home->access_key == "A");
    CHECK(of_home->secret_key == "s=/+");
    CHECK(of_home->session_token.empty());

    const auto profile =
        find_s3_credentials(with({{"AWS_SHARED_CREDENTIALS_FILE", file}, {"AWS_PROFILE", "backup"}}));
    REQUIRE(profile);
    CHECK(profile->access_key == "B");
    CHECK(profile->secret_key == "t");
    CHECK(profile->session_token == "token");

    // What is named counts more than what is there.
    const auto named =
        find_s3_credentials(with({{"AWS_ACCESS_KEY_ID", "V"}, {"AWS_SECRET_ACCESS_KEY", "v"}}), file);
    REQUIRE(named);
    CHECK(named->access_key == "A");
}

TEST_CASE("without keys there are none, but a file that is named must have them") {
    const TestDir dir;
    CHECK_FALSE(find_s3_credentials(with({})));
    CHECK_FALSE(find_s3_credentials(with({{"HOME", dir.file("")}})));
    CHECK_FALSE(find_s3_credentials(with({{"AWS_ACCESS_KEY_ID", "V"}, {"HOME", dir.file("")}})));
    write_file(dir.path() / "half", "[default]\naws_access_key_id = A\n");
    CHECK_THROWS_AS(find_s3_credentials(with({}), dir.file("half")), Error);
    CHECK_THROWS_AS(find_s3_credentials(with({}), dir.file("missing")), Error);
}
