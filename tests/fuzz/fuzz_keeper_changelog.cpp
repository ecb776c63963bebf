// Input: a byte that says how the bytes come, a byte that says what they are (a plain log, one whose
// checksums are made right, a zstd log, the second inside a frame), the bytes.
#include "fuzz/fuzz_target.h"
#include "fuzz/keeper_repair.h"
#include "fuzz/outcome.h"
#include "support/byte_streams.h"

#include "keeperfs/keeper/changelog_reader.h"
#include "keeperfs/keeper/changelog_writer.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/keeper/request.h"

namespace keeperfs::fuzz {

namespace {

using keeper::ChangelogCodec;
using keeper::ChangelogReader;
using keeper::ChangelogRecord;

void require_inside(Bytes part, Bytes whole) {
    require(part.empty() ||
                (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size()),
            "a span lies outside of the record");
}

void check_blob(const ChangelogRecord& record) {
    try {
        if (record.type == keeper::RecordType::configuration) {
            const keeper::ClusterConfig config = keeper::decode_cluster_config(record.blob, 0);
            require(keeper::encode_cluster_config(config) == as_text(record.blob),
                    "a cluster configuration changes when it is encoded again");
            return;
        }
        keeper::Request request;
        keeper::decode_request(record.blob, record.index, 0, request);
        require_inside(request.operation.path, record.blob);
        require_inside(request.operation.data, record.blob);
        require_inside(request.tracing_context, record.blob);
        for (const keeper::RequestOperation& part : request.parts) {
            require_inside(part.path, record.blob);
            require_inside(part.data, record.blob);
        }
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::bad_input, "an error of the wrong kind");
    }
}

void read_on(ChangelogReader& reader, std::string& records, keeper::ChangelogWriter* writer) {
    ChangelogRecord record;
    while (reader.next(record)) {
        check_blob(record);
        records += fmt::format("{} {} {} {} {} {}\n", reader.record_offset(), record.version, record.index,
                               record.term, static_cast<int>(record.type), as_text(record.blob));
        if (writer != nullptr)
            writer->write(record);
    }
    require(!reader.next(record), "there is a record behind the last one");
    records += fmt::format("end {} {} {} {} {}\n", static_cast<int>(reader.end()), reader.good_bytes(),
                           reader.frames(), reader.has_open_frame(), reader.damage().has_value());
    for (const std::uint64_t offset : reader.stray_block_offsets())
        records += fmt::format("stray {}\n", offset);
}

std::string read(std::string_view log, ChangelogCodec codec, std::size_t most_per_read) {
    test::ChunkedSource source(log, most_per_read);
    ChangelogReader reader(source, codec);
    std::string records;
    read_on(reader, records, nullptr);
    while (reader.resume())
        read_on(reader, records, nullptr);
    return records;
}

void write_and_read(std::string_view log, ChangelogCodec from, ChangelogCodec to) {
    test::ChunkedSource source(log, SIZE_MAX);
    ChangelogReader reader(source, from);
    test::StringSink sink;
    keeper::ChangelogWriter writer(sink, to);
    std::string meant;
    read_on(reader, meant, &writer);
    writer.finish();
    test::ChunkedSource written(sink.content, SIZE_MAX);
    ChangelogReader again(written, to);
    std::string got;
    read_on(again, got, nullptr);
    require(!again.damage(), "what was written is damaged");
    const auto records_of = [](const std::string& text) { return text.substr(0, text.rfind("end ")); };
    require(records_of(got) == records_of(meant), "a log changes when it is written again");
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    const std::size_t piece = std::size_t{1} + input.byte();
    const std::uint8_t what = input.up_to(3);
    const std::string rest(input.rest());
    const ChangelogCodec codec = what < 2 ? ChangelogCodec::plain : ChangelogCodec::zstd;
    const std::string log = what == 0   ? rest
                            : what == 1 ? with_right_checksums(rest)
                            : what == 2 ? rest
                                        : inside_frame(with_right_checksums(rest));

    const std::string whole = read(log, codec, SIZE_MAX);
    require(read(log, codec, piece) == whole, "the size of the pieces changes what is read");
    write_and_read(log, codec, ChangelogCodec::plain);
    write_and_read(log, codec, ChangelogCodec::zstd);
}

} // namespace keeperfs::fuzz
