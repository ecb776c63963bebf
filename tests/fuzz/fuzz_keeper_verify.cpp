// Input: a byte that says how the bytes come, a byte: is it a whole file, or a body that gets a block around
// it, and the bytes. Whatever they are, they can be verified, and what is well can be counted.
#include "fuzz/fuzz_target.h"
#include "fuzz/outcome.h"
#include "support/byte_streams.h"
#include "support/compressed_blocks.h"

#include "keeperfs/inspect/snapshot_stats.h"
#include "keeperfs/inspect/snapshot_verify.h"

namespace keeperfs::fuzz {

namespace {

using inspect::SnapshotVerification;

SnapshotVerification verify(const std::string& file, std::size_t piece) {
    test::ChunkedSource source(file, piece);
    return inspect::SnapshotVerifier().verify(source, keeper::Decoding::here);
}

/// Without the text: how far a damaged file is decoded depends on what the decoder has at once.
std::string text_of(const SnapshotVerification& verification) {
    std::string text = verification.summary ? "whole\n" : "damaged\n";
    for (const inspect::SnapshotFault& fault : verification.faults) {
        text += fmt::format("{} {}\n", fault.finding.code, fault.count);
        for (const inspect::SnapshotFault::Example& example : fault.examples)
            text += fmt::format("  {} {} {}\n", example.node, example.path, example.detail);
    }
    return text;
}

std::optional<inspect::SnapshotStats> stats(const std::string& file) {
    inspect::StatsCollector collector(3);
    try {
        test::ChunkedSource source(file, SIZE_MAX), again(file, SIZE_MAX);
        keeper::SnapshotReader reader(source), second(again);
        collector.read(reader);
        collector.read_names(second);
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::bad_input, "an error of the wrong kind");
        return std::nullopt;
    }
    return collector.take();
}

bool has_duplicates(const SnapshotVerification& verification) {
    return std::ranges::any_of(verification.faults, [](const inspect::SnapshotFault& fault) {
        return fault.finding.code == std::string_view("snapshot.duplicate-path");
    });
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    const std::size_t piece = std::size_t{1} + input.byte();
    const bool is_file = input.flag();
    const std::string_view rest = input.rest();
    const std::string file = is_file ? std::string(rest) : test::plain_block(rest);

    SnapshotVerification verification = verify(file, SIZE_MAX);
    require(is_file || text_of(verify(file, piece)) == text_of(verification),
            "the size of the pieces changes what is found");
    const std::optional<inspect::SnapshotStats> counted = stats(file);
    require(counted.has_value() == (verification.summary.has_value() && !has_duplicates(verification)),
            "what can be verified cannot be counted, or the other way round");
    if (verification.has_unnamed_examples() && verification.summary) {
        test::ChunkedSource again(file, SIZE_MAX);
        keeper::SnapshotReader reader(again);
        inspect::name_examples(reader, verification);
        require(!verification.has_unnamed_examples(), "an example has no name");
    }
    if (!counted)
        return;
    require(counted->nodes == verification.summary->nodes, "the nodes are counted differently");
    require(counted->ephemerals == verification.summary->ephemerals, "ephemerals are counted differently");
    if (verification.is_well()) {
        require(counted->lost_nodes == 0 && counted->orphans == 0 && counted->unknown_acl_nodes == 0,
                "a snapshot is well and has lost nodes");
        require(counted->whole.nodes == counted->nodes, "not all nodes are below the root");
    }
}

} // namespace keeperfs::fuzz
