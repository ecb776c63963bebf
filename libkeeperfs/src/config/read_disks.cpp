#include "config/read_disks.h"

#include "config/typed_value.h"

#include "keeperfs/io/filesystem.h"

#include <fmt/format.h>

namespace keeperfs::config {

namespace {

constexpr const char* disks = "storage_configuration.disks";

DiskType type_by_name(std::string_view name) {
    return name == "local"      ? DiskType::local
           : name == "s3"       ? DiskType::s3
           : name == "s3_plain" ? DiskType::s3_plain
                                : DiskType::other;
}

/// Where a server that does not run inside ClickHouse has what is its own, below it the folder disks.
std::string base_of_disks(const Configuration& configuration, ServerKind kind) {
    if (kind == ServerKind::embedded) {
        const std::string path = text_at(configuration, "path");
        return path.empty() ? "/var/lib/clickhouse/" : path;
    }
    if (const auto path = configuration.value("keeper_server.storage_path"))
        return path->text;
    for (const char* name : {"keeper_server.log_storage_path", "keeper_server.snapshot_storage_path"})
        if (const auto path = configuration.value(name))
            return parent_of(path->text);
    return "/var/lib/clickhouse-keeper/";
}

/// header, header[1], ...: "Name: value".
void read_headers(const Configuration& configuration, const DiskSettings& disk, storage::S3Settings& s3) {
    for (const std::string& child : configuration.children(disk.key)) {
        if (child != "header" && !child.starts_with("header["))
            continue;
        const std::string line = text_at(configuration, fmt::format("{}.{}", disk.key, child));
        const std::size_t colon = line.find(':');
        if (colon != std::string::npos)
            s3.headers.emplace_back(
                line.substr(0, colon),
                line.substr(std::min(line.find_first_not_of(' ', colon + 1), line.size())));
    }
}

/// Encryption by the server, with its key or with a customer's.
void read_encryption(const Configuration& configuration, const DiskSettings& disk, storage::S3Settings& s3) {
    const std::string customers =
        text_at(configuration, disk.key + ".server_side_encryption_customer_key_base64");
    if (!customers.empty())
        s3.customer_key_base64 = customers;
    const std::string key = text_at(configuration, disk.key + ".server_side_encryption_kms_key_id");
    if (key.empty())
        return;
    s3.upload_headers.emplace_back("x-amz-server-side-encryption", "aws:kms");
    s3.upload_headers.emplace_back("x-amz-server-side-encryption-aws-kms-key-id", key);
}

/// The first of its proxies; of a resolver that is asked for one nothing is taken.
std::string proxy_of(const Configuration& configuration, const DiskSettings& disk) {
    return text_at(configuration, disk.key + ".proxy.uri");
}

void read_s3(const Configuration& configuration, DiskSettings& disk) {
    const auto text = [&](const char* name) { return text_at(configuration, disk.key + "." + name); };
    const auto milliseconds = [&](const char* name, std::chrono::milliseconds& value) {
        const auto number = integer_at(configuration, disk.key + "." + name);
        if (number && *number > 0)
            value = std::chrono::milliseconds(*number);
    };
    storage::S3Settings& s3 = disk.s3;
    s3.endpoint = disk.endpoint;
    s3.region = text("region");
    s3.proxy = proxy_of(configuration, disk);
    milliseconds("connect_timeout_ms", s3.connect_timeout);
    milliseconds("request_timeout_ms", s3.stall_limit);
    if (const std::string access = text("access_key_id"), secret = text("secret_access_key");
        !access.empty() && !secret.empty())
        s3.credentials = storage::S3Credentials{access, secret, text("session_token")};
    const bool is_unsigned = boolean_at(configuration, disk.key + ".no_sign_request", false);
    if (is_unsigned)
        s3.credentials.reset();
    disk.takes_keys_from_environment =
        !is_unsigned && boolean_at(configuration, disk.key + ".use_environment_credentials", true);
    if (const std::string prefix = text("key_compatibility_prefix"); !prefix.empty())
        disk.key_compatibility_prefix = prefix;
    read_headers(configuration, disk, s3);
    read_encryption(configuration, disk, s3);
}

} // namespace

std::vector<DiskSettings> read_disks(const Configuration& configuration, ServerKind kind) {
    std::vector<DiskSettings> found;
    for (const std::string& name : configuration.children(disks)) {
        DiskSettings disk;
        disk.key = fmt::format("{}.{}", disks, name);
        disk.name = name;
        const auto type = configuration.value(disk.key + ".type");
        disk.type_name = type ? type->text : "local";
        disk.type = type_by_name(disk.type_name);
        disk.path = text_at(configuration, disk.key + ".path");
        disk.endpoint = text_at(configuration, disk.key + ".endpoint");
        disk.metadata_path = text_at(configuration, disk.key + ".metadata_path");
        if (disk.type == DiskType::s3 && disk.metadata_path.empty())
            disk.metadata_path = io::join(io::join(base_of_disks(configuration, kind), "disks"), name);
        if (disk.type == DiskType::s3 || disk.type == DiskType::s3_plain)
            read_s3(configuration, disk);
        found.push_back(std::move(disk));
    }
    return found;
}

} // namespace keeperfs::config
